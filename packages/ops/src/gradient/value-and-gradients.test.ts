import * as tf from "@tensorflow/tfjs-core";
import { expect, it } from "vitest";
import { linear } from "../linear/linear.js";
import { Weight } from "../linear/weight.js";
import { rmsNorm } from "../rms-norm/rms-norm.js";
import { randomTensor } from "../testing/agreement.js";
import { onEachBackend } from "../testing/backends.js";
import { valueAndGradients } from "./value-and-gradients.js";

onEachBackend("valueAndGradients", () => {
  const variable = (shape: number[], seed: number): tf.Variable =>
    tf.tidy(() => tf.variable(randomTensor(shape, seed)));

  it("equals TensorFlow.js to the bit where tensors are used twice, handed on, unused and split", () => {
    const [a, b, unused] = [variable([4, 6], 1), variable([6, 6], 2), variable([3], 3)];
    const [weight, ones] = [new Weight(b), tf.ones([6])];
    const f = (): tf.Scalar => {
      const [left, right] = tf.split(tf.relu(a), 2, 1);
      const mixed = tf.concat([tf.add(left!, right!), tf.add(left!, left!)], 1);
      const y = linear(rmsNorm(mixed, ones, 1e-6), weight);
      return tf.sum(tf.mul(tf.add(y, mixed), y));
    };
    const expected = tf.variableGrads(f, [a, b]);
    const { value, gradients } = valueAndGradients(f, [a, b, unused]);
    const numbers = (tensor: tf.Tensor): number[] => [...tensor.dataSync()];
    expect(numbers(value)).toEqual(numbers(expected.value));
    expect(numbers(gradients[0]!)).toEqual(numbers(expected.grads[a.name]!));
    expect(numbers(gradients[1]!)).toEqual(numbers(expected.grads[b.name]!));
    expect(gradients[2]).toBeNull();
    tf.dispose([expected.value, expected.grads, value, gradients[0]!, gradients[1]!, a, b, unused, ones]);
  });

  it("weights by dy, which stays the caller's", () => {
    const x = variable([2, 3], 4);
    const dy = randomTensor([2, 3], 5);
    const { value, gradients } = valueAndGradients(() => tf.mul(x, 2), [x], dy);
    const expected = tf.mul(dy, 2);
    expect([...gradients[0]!.dataSync()]).toEqual([...expected.dataSync()]);
    tf.dispose([value, gradients[0]!, expected, dy, x]);
  });

  it("takes no tensor from an operator that hands on its slope, one tensor twice, what it saved or another's", () => {
    const [a, b] = [variable([3], 6), variable([3], 7)];
    const constant = randomTensor([3], 8);
    const handing = (gradients: (dy: tf.Tensor, saved: tf.Tensor[]) => tf.Tensor[]): tf.Tensor =>
      tf.customGrad((x, y, save) => {
        (save as tf.GradSaveFunc)([x as tf.Tensor]);
        return { value: tf.add(x as tf.Tensor, y as tf.Tensor), gradFunc: gradients };
      })(a, b);
    const [first, second, third] = [a, b, constant].map((x) => [...x.dataSync()]) as [number[], number[], number[]];
    const slopes = first.map((x, i) => (x + second[i]! > 0 ? 3 : 2));
    // What each operator answers, and the sum over three of them; TensorFlow.js fails on these.
    const kinds: readonly (readonly [(dy: tf.Tensor, saved: tf.Tensor[]) => tf.Tensor[], number[]])[] = [
      [(dy) => [dy, dy], slopes],
      [(dy) => Array<tf.Tensor>(2).fill(tf.mul(dy, 2)), slopes.map((x) => 2 * x)],
      [(_, [x]) => [x!, x!], first.map((x) => Math.fround(Math.fround(x + x) + x))],
      [() => [constant, constant], third.map((x) => Math.fround(Math.fround(x + x) + x))],
    ];
    const before = tf.memory().numTensors;
    for (const [kind, expected] of kinds) {
      const f = (): tf.Tensor => tf.add(tf.add(handing(kind), handing(kind)), tf.relu(handing(kind)));
      const { value, gradients } = valueAndGradients(f, [a, b]);
      for (const gradient of gradients) expect([...gradient!.dataSync()]).toEqual(expected);
      tf.dispose([value, gradients as tf.Tensor[]]);
      expect(constant.isDisposed).toBe(false);
    }
    expect(tf.memory().numTensors).toBe(before);
    tf.dispose([a, b, constant]);
  });

  it("leaves nothing behind, be it that f or a gradient fails", () => {
    const x = variable([8], 6);
    const before = tf.memory().numTensors;
    const { value, gradients } = valueAndGradients(() => tf.sum(tf.exp(tf.square(x))), [x]);
    tf.dispose([value, gradients[0]!]);
    expect(() =>
      valueAndGradients(() => {
        tf.exp(x);
        throw new Error("no value");
      }, [x]),
    ).toThrow("no value");
    expect(() => valueAndGradients(() => tf.sum(tf.round(tf.topk(x, 2).values)), [x])).toThrow(
      "ops.valueAndGradients: TopK has no gradient; expected operators that have one. Use another operator.",
    );
    // TensorFlow.js clones a kernel's inputs before it finds that it has no gradient for it.
    expect(tf.memory().numTensors - before).toBeLessThanOrEqual(1);
    x.dispose();
  });

  it("holds less at its peak than TensorFlow.js", () => {
    const x = variable([1 << 14], 7);
    const chain = (seen: () => void) => (): tf.Scalar => {
      let y: tf.Tensor = x;
      for (let i = 0; i < 10; i++) {
        const inner = y;
        const operator = tf.customGrad((input, save) => {
          (save as tf.GradSaveFunc)([input as tf.Tensor]);
          return {
            value: tf.sin(inner),
            gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
              seen();
              return tf.mul(dy, tf.cos(saved[0]!));
            },
          };
        });
        y = operator(inner);
      }
      return tf.sum(y);
    };
    const peakOf = (run: (f: () => tf.Scalar) => void): number => {
      let peak = 0;
      const before = tf.memory().numBytes;
      run(
        chain(() => {
          peak = Math.max(peak, tf.memory().numBytes - before);
        }),
      );
      return peak;
    };
    const theirs = peakOf((f) => tf.dispose(tf.variableGrads(f, [x])));
    const ours = peakOf((f) => tf.dispose(valueAndGradients(f, [x]).gradients[0]!));
    expect(ours).toBeLessThan(0.75 * theirs);
    x.dispose();
  });
});
