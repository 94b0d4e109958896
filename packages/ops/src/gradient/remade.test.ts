import * as tf from "@tensorflow/tfjs-core";
import { expect, it } from "vitest";
import { linear } from "../linear/linear.js";
import { Weight } from "../linear/weight.js";
import { swiglu } from "../swiglu/swiglu.js";
import { onEachBackend } from "../testing/backends.js";
import { differentiable } from "./differentiable.js";
import { remade } from "./remade.js";
import { valueAndGradients } from "./value-and-gradients.js";

/** 3x, counting how often. */
function tripled(x: tf.Tensor, count: { made: number }): tf.Tensor {
  return remade([x], ([x]) => {
    count.made++;
    return differentiable(
      [x!],
      () => ({ value: tf.mul(x!, 3) }),
      (dy) => [tf.mul(dy, 3)],
    );
  });
}

/** x² by an operator that keeps x. */
const squared = (x: tf.Tensor): tf.Tensor =>
  differentiable(
    [x],
    () => ({ value: tf.square(x), saved: [x] }),
    (dy, [x]) => [tf.mul(dy, tf.mul(2, x!))],
  );

onEachBackend("remade", () => {
  it("is made again for each operator that keeps it, in the shape that it was kept in", () => {
    const x = tf.variable(tf.tensor1d([1, 2, -3, 4]));
    const count = { made: 0 };
    const f = (): tf.Tensor => {
      const y = tripled(x, count);
      return tf.add(tf.sum(squared(y)), tf.sum(squared(tf.reshape(y, [2, 2]))));
    };
    const { value, gradients } = valueAndGradients(f, [x]);
    expect(value.dataSync()[0]).toBe(540);
    // (2 · 9x²)' = 36x
    expect([...gradients[0]!.dataSync()]).toEqual([36, 72, -108, 144]);
    expect(count.made).toBe(3);
    tf.dispose([x, value, gradients[0]!]);
  });

  it("is kept where its sources are gone, and made once without a gradient", () => {
    const x = tf.variable(tf.tensor1d([1, 2]));
    const count = { made: 0 };
    const f = (): tf.Tensor => {
      const between = tf.mul(x, 2);
      const y = tripled(between, count);
      between.dispose();
      return tf.sum(squared(y));
    };
    const { value, gradients } = valueAndGradients(f, [x]);
    expect([...gradients[0]!.dataSync()]).toEqual([72, 144]);
    expect(count.made).toBe(1);
    tf.dispose([value, gradients[0]!]);
    tf.tidy(f);
    expect(count.made).toBe(2);
    x.dispose();
  });

  it("gives tf.grads the same gradients, and leaves no tensor", () => {
    const weight = new Weight(tf.keep(tf.randomNormal([3, 4], 0, 1, "float32", 1)));
    const inputs = [2, 3].map((seed) => tf.variable(tf.randomNormal([5, 4], 0, 1, "float32", seed)));
    const [a, b] = [4, 5].map((seed, i) =>
      tf.variable(tf.randomNormal(i === 0 ? [2, 4] : [3, 2], 0, 1, "float32", seed)),
    );
    const f = (): tf.Scalar =>
      tf.sum(tf.square(linear(swiglu(inputs[0]!, inputs[1]!), weight, { adapter: { a: a!, b: b!, scale: 2 } })));
    const xs = [...inputs, a!, b!];
    // The first use may pack the weight.
    tf.tidy(f);
    const before = tf.memory().numTensors;
    const { value, grads } = tf.variableGrads(f, xs);
    const { value: again, gradients } = valueAndGradients(f, xs);
    for (const [i, { name }] of xs.entries()) expect(gradients[i]!.dataSync()).toEqual(grads[name]!.dataSync());
    tf.dispose([value, again, grads, gradients as tf.Tensor[]]);
    expect(tf.memory().numTensors).toBe(before);
    tf.dispose(xs);
    weight.dispose();
  });
});
