import * as tf from "@tensorflow/tfjs-core";
import { useBackend } from "@vlm/ops";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CausalModel } from "./causal-model.js";
import { IMAGE, tinyBatch, tinyConfigs, tinyModel } from "./testing/tiny.js";

const samples = [
  { tokens: [1, 2, IMAGE, 4, 5, 6], images: [[2, 2]], labelled: 3 },
  { tokens: [7, 8, 9], labelled: 1 },
  {
    tokens: [1, IMAGE, IMAGE, 3, IMAGE, 5, 6, 7],
    images: [
      [2, 4],
      [2, 2],
    ],
    labelled: 2,
  },
] as const;

let model: CausalModel;
beforeAll(async () => {
  await useBackend("wasm");
  model = tinyModel();
}, 60_000);
afterAll(() => model.dispose());

const numbers = (tensor: tf.Tensor): number[] => {
  const values = [...tensor.dataSync()];
  tensor.dispose();
  return values;
};
const expectClose = (actual: readonly number[], expected: readonly number[]): void => {
  expect(actual.length).toBe(expected.length);
  expect(Math.max(...actual.map((x, i) => Math.abs(x - expected[i]!)))).toBeLessThan(2e-5);
};

const expectRelative = (actual: readonly number[], expected: readonly number[]): void => {
  const largest = Math.max(...expected.map(Math.abs));
  expectClose(
    actual.map((x) => x / largest),
    expected.map((x) => x / largest),
  );
};

describe("CausalModel", () => {
  it("gives a sample the same logits alone and in a batch padded on either side", () => {
    const last = samples[2];
    const alone = numbers(model.forward(tinyBatch([last])));
    // The batch's pixels are one wave: the last sample's begin after the first sample's four patches.
    const shifted = tinyBatch([last]);
    shifted.pixelValues!.data.set(tinyBatch(samples).pixelValues!.data.subarray(4 * 8));
    const expected = numbers(model.forward(shifted));
    expect(expected).not.toEqual(alone);
    for (const side of ["left", "right"] as const) {
      const all = numbers(model.forward(tinyBatch(samples, side)));
      expectClose(all.slice(2 * 8 * 32), expected);
    }
  });

  it("adds a loss on the images' features, and its gradient", () => {
    const batch = tinyBatch(samples);
    const squares = (features: tf.Tensor2D): tf.Scalar => tf.sum(tf.square(features));
    const linear = model.linears.find(({ path }) => path === "model.visual.merger.linear_fc2")!;
    const [a, b] = [tf.variable(tf.ones([1, linear.inputs])), tf.variable(tf.ones([linear.outputs, 1]))];
    linear.adapter = { a, b, scale: 0.1 };
    const of = (loss: () => tf.Scalar): number[] => {
      const { value, grads } = tf.variableGrads(loss, [a, b]);
      return [...numbers(value), ...numbers(grads[a.name]!), ...numbers(grads[b.name]!)];
    };
    const seeing = of(() => squares(model.imageFeatures(batch)));
    const talking = of(() => model.loss(batch));
    expectRelative(
      of(() => model.loss(batch, squares)),
      talking.map((x, i) => x + seeing[i]!),
    );
    linear.adapter = null;
    tf.dispose([a, b]);
  });

  it("has features of images in their order, and none without images", () => {
    const features = samples.flatMap((sample) =>
      "images" in sample ? numbers(model.imageFeatures(tinyBatch([sample]))) : [],
    );
    expect(features.length).toBe(4 * 16);
    // The second sample's pixels differ alone and in the batch; the first's are the same.
    expectClose(numbers(model.imageFeatures(tinyBatch(samples))).slice(0, 16), features.slice(0, 16));
    const text = tinyBatch([samples[1]]);
    expect(() => model.imageFeatures(text)).toThrow(
      'models.imageFeatures: no sample of "sample 0" has an image; expected at least one. Leave batches of text out.',
    );
    const never = (): tf.Scalar => tf.scalar(Number.NaN);
    expect(numbers(model.loss(text, never))).toEqual(numbers(model.loss(text)));
  });

  it("takes the loss over labels only, each predicted by the token before", () => {
    const batch = tinyBatch(samples);
    const logits = model.forward(batch);
    const logarithms = numbers(tf.logSoftmax(logits));
    logits.dispose();
    let expected = 0;
    batch.labels.data.forEach((label, place) => {
      if (label !== -100) expected -= logarithms[(place - 1) * 32 + label]!;
    });
    const [loss] = numbers(model.loss(batch));
    expect(loss).toBeCloseTo(expected, 4);
    expect(numbers(model.loss(tinyBatch(samples, "left")))[0]).toBeCloseTo(expected, 4);
  });

  it("has loss zero, and gradients of zero, without labels", () => {
    const linear = model.linears[0]!;
    const a = tf.variable(tf.ones([1, linear.inputs]));
    const b = tf.variable(tf.ones([linear.outputs, 1]));
    linear.adapter = { a, b, scale: 1 };
    const batch = tinyBatch([{ tokens: [1, IMAGE, 2], images: [[2, 2]] }]);
    const { value, grads } = tf.variableGrads(() => model.loss(batch), [a, b]);
    linear.adapter = null;
    expect(numbers(value)).toEqual([0]);
    expect(numbers(grads[a.name]!).every((x) => x === 0)).toBe(true);
    tf.dispose([a, b, grads]);
  });

  it("lists its linear layers in the order of the modules, the tied head not among them", () => {
    const paths = model.linears.map(({ path }) => path);
    expect(paths.slice(0, 2)).toEqual(["model.visual.blocks.0.attn.qkv", "model.visual.blocks.0.attn.proj"]);
    expect(paths.slice(-2)).toEqual([
      "model.language_model.layers.2.mlp.up_proj",
      "model.language_model.layers.2.mlp.down_proj",
    ]);
    expect(paths.length).toBe(2 * 4 + 2 + 2 + 3 * 7);
    const untied = tinyModel({ tie_word_embeddings: false });
    expect(untied.linears.at(-1)!.path).toBe(untied.outputPath);
    untied.dispose();
  });

  it("replaces a weight, and trains one that is a variable", () => {
    const other = tinyModel();
    const batch = tinyBatch(samples);
    const before = numbers(other.forward(batch));
    const linear = other.linears.at(-1)!;
    const dense = linear.dense();
    const weight = tf.variable(dense);
    linear.replace(weight);
    dense.dispose();
    expectClose(numbers(other.forward(batch)), before);
    const { value, grads } = tf.variableGrads(() => other.loss(batch), [weight]);
    const slope = numbers(tf.sum(tf.square(grads[weight.name]!)))[0]!;
    weight.assign(tf.tidy(() => tf.sub(weight, tf.mul(grads[weight.name]!, 1e-3 / Math.sqrt(slope)))));
    const [start, end] = [numbers(value)[0]!, numbers(other.loss(batch))[0]!];
    expect((start - end) / (1e-3 * Math.sqrt(slope))).toBeCloseTo(1, 1);
    expect(() => linear.replace(tf.zeros([2, 2]))).toThrow(
      "models.Linear.replace: weight has shape [2,2] for model.language_model.layers.2.mlp.down_proj; expected [16,24]. Pass a weight of this layer.",
    );
    tf.dispose(grads);
    other.dispose();
  });

  it.each(Object.entries(tinyConfigs))("%s trains all that it is made of", (_, config) => {
    const other = tinyModel(config);
    const batch = tinyBatch(samples);
    const before = numbers(other.forward(batch));
    const trained = [...other.linears, ...other.tensors].map((part) => {
      const value = "path" in part ? part.dense() : tf.clone(part.value);
      const variable = tf.variable(value);
      value.dispose();
      part.replace(variable);
      return variable;
    });
    expectClose(numbers(other.forward(batch)), before);
    const { value, grads } = tf.variableGrads(() => other.loss(batch), trained);
    // Along the gradient of each tensor the loss grows as fast as the gradient says.
    for (const variable of trained) {
      const gradient = grads[variable.name]!;
      const slope = Math.sqrt(numbers(tf.sum(tf.square(gradient)))[0]!);
      const distance = Math.min(0.01, 3e-3 / slope);
      const kept = tf.clone(variable);
      const loss = (direction: number): number => {
        variable.assign(tf.tidy(() => tf.add(kept, tf.mul(gradient, (direction * distance) / slope))));
        return numbers(other.loss(batch))[0]!;
      };
      const [expected, found] = [2 * distance * slope, loss(1) - loss(-1)];
      expect(Math.abs(found - expected), variable.name).toBeLessThan(0.05 * expected + 2e-5);
      variable.assign(kept);
      kept.dispose();
    }
    tf.dispose([value, grads]);
    other.dispose();
  });

  it("refuses a value of another shape", () => {
    expect(() => model.tensors[0]!.replace(tf.zeros([3]))).toThrow(
      "models.ModelParameter.replace: value has shape [3] for model.visual.patch_embed.proj.weight; expected [8,1,2,2,2]. Pass a value of this parameter.",
    );
  });

  it.each(Object.entries(tinyConfigs))("%s leaks no tensor over 20 steps, and frees all of its own", (_, config) => {
    const before = tf.memory().numTensors;
    const other = tinyModel(config);
    const batch = tinyBatch(samples);
    const linear = other.linears[3]!;
    const a = tf.tidy(() => tf.variable(tf.ones([2, linear.inputs])));
    const b = tf.tidy(() => tf.variable(tf.ones([linear.outputs, 2])));
    linear.adapter = { a, b, scale: 1 };
    const step = (): void => {
      const { value, grads } = tf.variableGrads(() => other.loss(batch), [a, b]);
      tf.dispose([value, grads]);
      other.forward(batch).dispose();
    };
    step();
    const { numTensors, numBytes } = tf.memory();
    for (let i = 0; i < 20; i++) step();
    expect(tf.memory().numTensors).toBe(numTensors);
    expect(tf.memory().numBytes).toBe(numBytes);
    tf.dispose([a, b]);
    other.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
