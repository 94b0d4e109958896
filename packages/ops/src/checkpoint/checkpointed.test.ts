import * as tf from "@tensorflow/tfjs-core";
import { expect, it } from "vitest";
import { Ambient } from "../gradient/ambient.js";
import { linear } from "../linear/linear.js";
import { Weight } from "../linear/weight.js";
import { rmsNorm } from "../rms-norm/rms-norm.js";
import { swiglu } from "../swiglu/swiglu.js";
import { randomTensor } from "../testing/agreement.js";
import { onEachBackend } from "../testing/backends.js";
import { checkpointed } from "./checkpointed.js";

type Inputs = { readonly x: tf.Tensor; readonly shift: readonly tf.Tensor[]; readonly power: number };
type Run = (block: (inputs: Inputs) => tf.Tensor, inputs: Inputs) => tf.Tensor;

const plain: Run = (block, inputs) => block(inputs);
const bits = (tensor: tf.Tensor): Uint32Array => new Uint32Array((tensor.dataSync() as Float32Array).slice().buffer);

onEachBackend("checkpointed", () => {
  const scale = new Ambient(1);

  /** Three blocks, as layers of a model are: a residual stream, variables, constants and an ambient value. */
  const setUp = () => {
    const random = (shape: number[], seed: number): tf.Variable =>
      tf.tidy(() => tf.variable(randomTensor(shape, seed)));
    const trained = [random([2, 2], 1), random([2], 2), random([5, 2], 3)] as const;
    const frozen = new Weight(randomTensor([2, 2], 4));
    const own = new Weight(trained[0]);
    const block = ({ x: hidden, shift, power }: Inputs): tf.Tensor => {
      const normal = rmsNorm(hidden, trained[1], 1e-6);
      const mixed = tf.mul(swiglu(linear(normal, own), linear(normal, frozen)), scale.value * power);
      return tf.add(tf.add(hidden, mixed), shift[0]!);
    };
    const loss = (run: Run): tf.Scalar =>
      tf.tidy(() => {
        const shift = [tf.mul(trained[2], 0.5), tf.ones([2])];
        let hidden: tf.Tensor = tf.mul(trained[2], 2);
        for (const power of [1, 2, 3]) hidden = scale.run(power + 0.5, () => run(block, { x: hidden, shift, power }));
        return tf.sum(tf.square(hidden));
      });
    return {
      trained,
      loss,
      free: () => {
        tf.dispose([...trained]);
        frozen.dispose();
      },
    };
  };

  it("gives the value and the gradients of all variables equal to the bit", () => {
    const { trained, loss, free } = setUp();
    const expected = tf.variableGrads(() => loss(plain), [...trained]);
    const found = tf.variableGrads(() => loss(checkpointed), [...trained]);
    expect(bits(found.value)).toEqual(bits(expected.value));
    for (const { name } of trained) expect(bits(found.grads[name]!)).toEqual(bits(expected.grads[name]!));
    tf.dispose([expected, found]);
    free();
  });

  it("leaks no tensor, whether gradients are taken, fail, or go elsewhere", () => {
    const { trained, loss, free } = setUp();
    const other = tf.variable(tf.ones([1]));
    const step = (): void => {
      tf.dispose(tf.variableGrads(() => loss(checkpointed), [...trained]));
      tf.dispose(tf.variableGrads(() => tf.add(loss(checkpointed), tf.sum(other)), [other]));
      loss(checkpointed).dispose();
    };
    step();
    const { numTensors, numBytes } = tf.memory();
    for (let i = 0; i < 5; i++) step();
    expect(tf.memory().numTensors).toBe(numTensors);
    expect(tf.memory().numBytes).toBe(numBytes);
    other.dispose();
    free();
  });

  it("keeps of a block no more than its inputs", () => {
    const wide = tf.variable(randomTensor([64, 64], 5));
    const block = (input: tf.Tensor): tf.Tensor => {
      let hidden = input;
      for (let i = 0; i < 10; i++) hidden = tf.sin(hidden);
      return hidden;
    };
    const held = (run: (f: typeof block, input: tf.Tensor) => tf.Tensor): number => {
      let bytes = 0;
      const before = tf.memory().numBytes;
      const { value, grads } = tf.variableGrads(() => {
        let hidden: tf.Tensor = wide;
        for (let i = 0; i < 4; i++) hidden = run(block, tf.mul(hidden, 1));
        bytes = tf.memory().numBytes - before;
        return tf.sum(hidden) as tf.Scalar;
      }, [wide]);
      tf.dispose([value, grads]);
      return bytes;
    };
    // TensorFlow.js counts the bytes of each tensor, also where several share them.
    const size = 4 * 64 * 64;
    expect(held((f, input) => f(input))).toBeGreaterThan(40 * size);
    expect(held(checkpointed)).toBeLessThan(17 * size);
    wide.dispose();
  });

  it("passes on what does not depend on anything", () => {
    const one = tf.variable(tf.ones([2]));
    const f = (): tf.Scalar =>
      tf.sum(
        tf.mul(
          one,
          tf.add(
            checkpointed(() => tf.ones([2]), {}),
            checkpointed((input) => input, one),
          ),
        ),
      );
    const { value, grads } = tf.variableGrads(f, [one]);
    expect([...grads[one.name]!.dataSync()]).toEqual([3, 3]);
    tf.dispose([value, grads, one]);
  });

  it("refuses a block that reads what gradients go through behind its back", () => {
    const one = tf.variable(tf.ones([2]));
    const f = (): tf.Scalar => {
      const doubled = tf.mul(one, 2);
      return tf.sum(checkpointed((input) => tf.mul(input, doubled), tf.mul(one, 3)));
    };
    expect(() => tf.variableGrads(f, [one])).toThrow(
      "ops.checkpointed: the block reads a tensor [2] that gradients go through and that is not among its inputs; expected inputs, constants and variables. Pass it in the inputs.",
    );
    one.dispose();
  });
});
