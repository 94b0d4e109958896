import * as tf from "@tensorflow/tfjs-core";
import { expect, it } from "vitest";
import { differentiable } from "../gradient/differentiable.js";
import { expectAgreement, expectClose, randomTensor } from "../testing/agreement.js";
import { onEachBackend } from "../testing/backends.js";
import { TOLERANCE } from "../testing/tolerance.js";
import { adaptedLinear } from "./adapted-linear.js";
import { composedLinear, linear } from "./linear.js";
import { Weight } from "./weight.js";

onEachBackend("adaptedLinear", () => {
  const shapes = [[2, 3, 5], [7, 5], [7], [2, 5], [7, 2], [7]];
  /** Drops every third element and doubles the others. */
  const mask = (x: tf.Tensor): tf.Tensor =>
    tf.tensor(
      Float32Array.from({ length: x.size }, (_, i) => (i % 3 ? 2 : 0)),
      x.shape,
    );
  const dropout = (x: tf.Tensor): tf.Tensor =>
    differentiable(
      [x],
      () => {
        const kept = mask(x);
        return { value: tf.mul(x, kept), saved: [kept] };
      },
      (dy, [kept]) => [tf.mul(dy, kept!)],
    );

  it("equals PEFT's formulas with a gain, with dropout, and with both", () => {
    for (const [gains, drops] of [
      [true, false],
      [false, true],
      [true, true],
    ]) {
      expectAgreement(
        (x, w, bias, a, b, gain) => {
          const adapter = {
            a: a!,
            b: b!,
            scale: 1.5,
            gain: gains ? () => gain! : null,
            ...(drops && { dropout }),
          };
          return tf.add(adaptedLinear(x!, new Weight(w!), { bias: bias!, adapter }), tf.mul(gain!, 1e-3));
        },
        (x, w, bias, a, b, gain) => {
          const seen = drops ? tf.mul(x!, mask(x!)) : x!;
          const base = composedLinear(x!, w!, { bias: bias! });
          const low = tf.sub(
            composedLinear(seen, w!, { adapter: { a: a!, b: b!, scale: 1.5 } }),
            composedLinear(seen, w!),
          );
          const through = composedLinear(seen, w!);
          const extra = gains ? tf.add(tf.mul(tf.sub(gain!, 1), through), tf.mul(gain!, low)) : low;
          return tf.add(tf.add(base, extra), tf.mul(gain!, 1e-3));
        },
        shapes,
      );
    }
  });

  it("is linear where the adapter neither gains nor drops", () => {
    const [x, weight] = [randomTensor([3, 5], 1), new Weight(randomTensor([7, 5], 2))];
    const adapter = { a: randomTensor([2, 5], 3), b: randomTensor([7, 2], 4), scale: 2 };
    const expected = linear(x, weight, { adapter });
    const same = { ...adapter, gain: null, dropout: (seen: tf.Tensor) => seen };
    expectClose(adaptedLinear(x, weight, { adapter: same }), expected, TOLERANCE.float32.value);
    expectClose(adaptedLinear(x, weight, { adapter: null }), linear(x, weight), 0);
    expect(adaptedLinear(tf.zeros([2, 2, 5]), weight, { adapter: same }).shape).toEqual([2, 2, 7]);
  });
});
