import * as tf from "@tensorflow/tfjs-core";
import { expect, it } from "vitest";
import { useBackend } from "../backend/use-backend.js";
import { linearCrossEntropy } from "../cross-entropy/linear-cross-entropy.js";
import { linear } from "../linear/linear.js";
import { Weight } from "../linear/weight.js";
import { nativeLevels } from "../node/native-levels.js";
import { rmsNorm } from "../rms-norm/rms-norm.js";
import { swiglu } from "../swiglu/swiglu.js";
import { randomTensor } from "../testing/agreement.js";
import type { NativeBackend, NativeMemory } from "./native-backend.js";

const MEBIBYTE = 2 ** 20;

const isBuilt = nativeLevels().length > 0;

it.runIf(isBuilt)(
  "a training loop of 10,000 steps leaves no tensor, no native memory and no other memory behind",
  async () => {
    await useBackend("vlm-cpu", { threads: 1 });
    const backend = tf.backend() as NativeBackend;
    const x = randomTensor([8, 32], 1);
    const labels = Int32Array.from({ length: 8 }, (_, i) => (5 * i) % 33);
    const [gate, up, head] = [
      [64, 32],
      [64, 32],
      [33, 64],
    ].map((shape, i) => new Weight(randomTensor(shape, i + 2)));
    const norm = tf.variable(tf.ones([32]));
    const adapter = { a: tf.variable(randomTensor([4, 32], 5)), b: tf.variable(tf.zeros([64, 4])), scale: 0.1 };
    const variables = [norm, adapter.a, adapter.b];
    const loss = (): tf.Scalar => {
      const seen = rmsNorm(x, norm, 1e-6);
      return linearCrossEntropy(swiglu(linear(seen, gate!, { adapter }), linear(seen, up!)), head!, labels);
    };
    const step = (): number => {
      const { value, grads } = tf.variableGrads(loss, variables);
      for (const variable of variables) {
        const next = tf.tidy(() => tf.sub(variable, tf.mul(grads[variable.name]!, 1e-3))) as tf.Variable;
        variable.assign(next);
        next.dispose();
      }
      const [read] = value.dataSync();
      tf.dispose([value, grads]);
      return read!;
    };
    const first = step();
    for (let i = 1; i < 3000; i++) step();
    const before = { ...tf.memory(), used: backend.arena.used, resident: process.memoryUsage.rss() };
    for (let i = 3000; i < 10_000; i++) step();
    const after = { ...tf.memory(), used: backend.arena.used, resident: process.memoryUsage.rss() };
    expect(step()).toBeLessThan(first);
    expect([after.numTensors, after.numDataBuffers, after.numBytes]).toEqual([
      before.numTensors,
      before.numDataBuffers,
      before.numBytes,
    ]);
    expect(after.used).toBe(before.used);
    expect((after.resident - before.resident) / MEBIBYTE).toBeLessThan(48);
  },
);

it.runIf(isBuilt)("tf.memory() says what native memory holds", async () => {
  await useBackend("vlm-cpu", { threads: 1 });
  const backend = tf.backend() as NativeBackend;
  const bytes = (): NativeMemory["bytes"] => (tf.memory() as unknown as NativeMemory).bytes;
  const before = bytes();
  const sum = tf.add(tf.ones([1024]), 1);
  expect(bytes().tensors - before.tensors).toBe(4096);
  const weights = backend.reserve(8192);
  expect(bytes().weights - before.weights).toBe(8192);
  backend.discard(weights);
  sum.dispose();
  const after = bytes();
  expect([after.tensors, after.weights]).toEqual([before.tensors, before.weights]);
  expect(after.free).toBeGreaterThanOrEqual(4096);
  expect(after.peak).toBeGreaterThanOrEqual(after.tensors + after.weights + 4096);
  backend.trim();
  expect(bytes().free).toBe(0);
});
