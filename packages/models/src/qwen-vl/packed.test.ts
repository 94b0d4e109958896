import * as tf from "@tensorflow/tfjs-core";
import { type BackendName, useBackend } from "@vlm/ops";
import type { Batch } from "@vlm/types";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CausalModel } from "../causal-model.js";
import { IMAGE, packTiny, type TinySample, tinyBatch, tinyConfigs, tinyModel } from "../testing/tiny.js";

/** One sample with positions as a picture would leave them: not the same on the three axes. */
function single(sample: TinySample, id: string): Batch {
  const batch = tinyBatch([sample]);
  const length = sample.tokens.length;
  for (let axis = 1; axis < 3; axis++) {
    for (let i = 2; i < length; i++) batch.positionIds.data[axis * length + i]! += axis;
  }
  return { ...batch, ids: [id] };
}

const singles = [
  single({ tokens: [1, 2, IMAGE, 4, 5, 6], images: [[2, 2]], labelled: 3 }, "a"),
  // Its first token has a label, which nothing predicts: not even the sample before it in the row.
  single({ tokens: [7, 8, 9], labelled: 3 }, "b"),
  single(
    {
      tokens: [1, IMAGE, IMAGE, 3, IMAGE, 5, 6, 7],
      images: [
        [2, 4],
        [2, 2],
      ],
      labelled: 2,
    },
    "c",
  ),
  single({ tokens: [9, 3] }, "d"),
  single({ tokens: [IMAGE, 5, 6, 7, 8], images: [[2, 2]], labelled: 1 }, "e"),
] as const;
const [a, b, c, d, e] = singles;
const packed = packTiny([
  [c, a],
  [e, d, b],
]);
const labelTokens = 3 + 2 + 2 + 1;

type Name = keyof typeof tinyConfigs;

describe.each<[Name, BackendName]>([
  ["qwen2_vl", "wasm"],
  ["qwen2_vl", "cpu"],
  ["qwen2_5_vl", "wasm"],
  ["qwen2_5_vl", "cpu"],
  ["qwen3_vl", "wasm"],
  ["qwen3_vl", "cpu"],
])("a packed batch in %s on %s", (name, backend) => {
  let model: CausalModel;
  let adapters: tf.Variable[] = [];
  beforeAll(async () => {
    await useBackend(backend);
    model = tinyModel(tinyConfigs[name]);
    adapters = model.linears.flatMap((linear, i) => {
      const variable = (shape: [number, number], seed: number): tf.Variable =>
        tf.tidy(() => tf.variable(tf.randomNormal(shape, 0, 0.3, "float32", seed)));
      const adapter = { a: variable([2, linear.inputs], 2 * i + 1), b: variable([linear.outputs, 2], 2 * i + 2) };
      linear.adapter = { ...adapter, scale: 0.5 };
      return [adapter.a, adapter.b];
    });
  }, 60_000);
  afterAll(() => {
    model.dispose();
    tf.dispose(adapters);
  });

  const numbers = (tensor: tf.Tensor): Float32Array => tensor.dataSync() as Float32Array;

  /** Loss and gradients of all batches together, by label token. */
  function sumOf(batches: readonly Batch[]): { readonly loss: number; readonly gradients: readonly number[] } {
    const gradients = new Map(adapters.map(({ name, size }) => [name, new Float64Array(size)]));
    let loss = 0;
    for (const batch of batches) {
      const { value, grads } = tf.variableGrads(() => model.loss(batch), adapters);
      loss += numbers(value)[0]! / labelTokens;
      // A sample of text alone has no gradient for the vision tower.
      for (const [name, gradient] of Object.entries(grads)) {
        if (!gradient) continue;
        const sum = gradients.get(name)!;
        for (const [i, x] of numbers(gradient).entries()) sum[i]! += x / labelTokens;
      }
      tf.dispose([value, grads]);
    }
    return { loss, gradients: [...gradients.values()].flatMap((sum) => [...sum]) };
  }

  it("has the loss and gradients of its samples one by one", () => {
    const [expected, found] = [sumOf(singles), sumOf([packed])];
    expect(Math.abs(found.loss - expected.loss)).toBeLessThan(1e-5);
    expect(found.gradients.length).toBe(expected.gradients.length);
    expect(largest(found.gradients.map((x, i) => x - expected.gradients[i]!))).toBeLessThan(1e-5);
    expect(largest(expected.gradients)).toBeGreaterThan(0.1);
  }, 60_000);

  it("has the logits of its samples one by one, whatever else its rows hold", () => {
    const width = packed.inputIds.shape[1]!;
    const logits = numbers(model.forward(packed));
    const places: readonly (readonly [Batch, number])[] = [
      [c, 0],
      [a, 8],
      [e, width],
      [d, width + 5],
      [b, width + 7],
    ];
    for (const [batch, at] of places) {
      const alone = numbers(model.forward(batch));
      expect(largest([...alone].map((x, i) => x - logits[32 * at + i]!))).toBeLessThan(2e-5);
    }
  });

  it("is refused by generation", async () => {
    const message =
      "models.generate: the batch is packed, with 5 samples in 2 rows; expected one sample a row, without segmentIds. Collate the samples without packing.";
    await expect(model.generate(packed)).rejects.toThrow(message);
    expect(() => model.start(packed)).toThrow(message);
  });
});

function largest(values: readonly number[]): number {
  return values.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
}
