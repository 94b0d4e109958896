import * as tf from "@tensorflow/tfjs-core";
import { useBackend } from "@vlm/ops";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CausalModel } from "../causal-model.js";
import { tinyModel } from "../testing/tiny.js";
import { type GemmaSample, gemmaBatch, PICTURE, packedGemmaBatch, tinyGemma } from "./tiny.test.kit.js";

const samples: readonly GemmaSample[] = [
  { tokens: [1, 2, ...PICTURE, 3, 4, 5, 6], images: [1], labelled: 3 },
  { tokens: [7, 8, 9, 10, 11, 12], labelled: 2 },
  { tokens: [...PICTURE, 1, ...PICTURE, 13, 14, 15], images: [2, 3], labelled: 4 },
];

let model: CausalModel;
beforeAll(async () => {
  await useBackend("wasm");
  model = tinyModel(tinyGemma);
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

describe("Gemma 3", () => {
  it("gives a sample the same logits alone and in a batch padded on either side", () => {
    const alone = samples.map((sample) => numbers(model.forward(gemmaBatch([sample]))));
    for (const side of ["left", "right"] as const) {
      const all = numbers(model.forward(gemmaBatch(samples, side)));
      const width = 12 * 32;
      alone.forEach((expected, row) => {
        const start = row * width + (side === "left" ? width - expected.length : 0);
        expectClose(all.slice(start, start + expected.length), expected);
      });
    }
  });

  it("has in packed rows the loss and the gradients of samples one by one", () => {
    const linear = model.linears.find(({ path }) => path === "model.language_model.layers.0.self_attn.q_proj")!;
    const [a, b] = [tf.variable(tf.ones([1, linear.inputs])), tf.variable(tf.ones([linear.outputs, 1]))];
    linear.adapter = { a, b, scale: 0.1 };
    const run = (loss: () => tf.Scalar): number[] => {
      const { value, grads } = tf.variableGrads(loss, [a, b]);
      return [...numbers(value), ...numbers(grads[a.name]!), ...numbers(grads[b.name]!)];
    };
    const [first, second, third] = samples as [GemmaSample, GemmaSample, GemmaSample];
    const packed = run(() => model.loss(packedGemmaBatch([[first, third], [second]])));
    const single = samples.map((sample) => run(() => model.loss(gemmaBatch([sample]))));
    linear.adapter = null;
    expectClose(
      packed,
      packed.map((_, i) => single.reduce((sum, values) => sum + values[i]!, 0)),
    );
    tf.dispose([a, b]);
  });

  it("decodes what it would read, images and windows left behind", async () => {
    const answer = [3, 9, 27, 17, 5];
    const decoding = model.start(gemmaBatch(samples));
    for (let step = 0; step <= answer.length; step++) {
      const read = samples.map((sample) => ({ ...sample, tokens: [...sample.tokens, ...answer.slice(0, step)] }));
      const expected = read.flatMap((sample) => numbers(model.forward(gemmaBatch([sample]))).slice(-32));
      expectClose([...(await decoding.logits.data())], expected);
      if (step === answer.length) break;
      decoding.advance(samples.map((_, sequence) => ({ sequence, token: answer[step]! })));
    }
    decoding.dispose();
  });

  it("lets the tokens of an image see each other both ways, and no token see a later image", () => {
    const changed = (images: readonly number[]): number[] => {
      const logits = numbers(model.forward(gemmaBatch([{ ...samples[2]!, images }])));
      return Array.from({ length: 12 }, (_, token) => logits[32 * token]!);
    };
    const [before, after] = [changed([2, 3]), changed([2, 4])];
    expect(before.map((x, i) => x !== after[i])).toEqual(before.map((_, token) => token >= 5));
    // All four tokens of an image change with its last pixel, which none but its last token stands for.
    const batch = gemmaBatch([samples[2]!]);
    batch.pixelValues!.data[63]! += 1;
    const logits = numbers(model.forward(batch));
    expect(before.map((x, i) => x !== logits[32 * i])).toEqual(before.map(() => true));
  });

  it("trains all that it is made of", () => {
    const other = tinyModel(tinyGemma);
    const batch = gemmaBatch(samples);
    const trained = [...other.linears, ...other.tensors].map((part) => {
      const value = "path" in part ? part.dense() : tf.clone(part.value);
      const variable = tf.variable(value);
      value.dispose();
      part.replace(variable);
      return variable;
    });
    expectClose(numbers(other.loss(batch)), numbers(model.loss(batch)));
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

  it("holds SigLIP's pooling head without asking it", () => {
    const withHead = tinyModel({ ...tinyGemma, vision_config: { ...tinyGemma.vision_config, vision_use_head: true } });
    const paths = withHead.linears.map(({ path }) => path);
    const head = ["attention.out_proj", "mlp.fc1", "mlp.fc2"].map((name) => `model.vision_tower.head.${name}`);
    expect(paths.slice(6, 9)).toEqual(head);
    expect(paths.slice(0, 4)).toEqual(
      ["k", "v", "q", "out"].map((name) => `model.vision_tower.encoder.layers.0.self_attn.${name}_proj`),
    );
    expect(paths).not.toContain("model.multi_modal_projector.mm_input_projection");
    const before = numbers(withHead.loss(gemmaBatch(samples)));
    for (const linear of withHead.linears.slice(6, 9)) linear.replace(tf.zeros([linear.outputs, linear.inputs]));
    expect(numbers(withHead.loss(gemmaBatch(samples)))).toEqual(before);
    withHead.dispose();
  });

  it("leaks no tensor, and frees all of its own", () => {
    const before = tf.memory().numTensors;
    const other = tinyModel(tinyGemma);
    const batch = gemmaBatch(samples);
    const step = (): void => {
      other.forward(batch).dispose();
      const decoding = other.start(batch);
      for (let i = 0; i < 3; i++) decoding.advance([{ sequence: 0, token: 5 }]);
      decoding.dispose();
    };
    step();
    const { numTensors } = tf.memory();
    step();
    expect(tf.memory().numTensors).toBe(numTensors);
    other.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe("batches", () => {
  it("refuses images that do not fit the tokens", () => {
    const [first, second] = samples as [GemmaSample, GemmaSample];
    const loss = (changed: readonly GemmaSample[]) => (): tf.Scalar => model.loss(gemmaBatch(changed));
    expect(loss([first, { ...second, images: [1] }])).toThrow(
      "models.batch: 4 image tokens (30) for 2 images of 4; expected 8. Do not cut samples inside an image.",
    );
    expect(loss([{ ...first, images: [] }])).toThrow(
      "models.batch: 4 image tokens (30) for 0 images of 4; expected 0. Do not cut samples inside an image.",
    );
    const cut = [
      { tokens: [1, 30, 30], images: [1] },
      { tokens: [30, 30, 2], images: [] },
    ];
    expect(loss(cut)).toThrow(
      'models.batch: sample "sample 0" has 2 image tokens (30) in a row; expected 4 for each image. Do not cut samples inside an image.',
    );
    const batch = gemmaBatch([first]);
    const wide = { data: batch.pixelValues!.data, shape: [1, 1, 4, 16] };
    expect(() => model.loss({ ...batch, pixelValues: wide })).toThrow(
      "models.batch: pixelValues has shape [1,1,4,16]; expected [1,1,8,8]. Use the image processor of this checkpoint.",
    );
  });

  it("refuses images for a model of text", () => {
    const text = tinyModel({ ...tinyGemma.text_config, model_type: "gemma3_text" });
    expect(text.type).toBe("gemma3_text");
    expect(text.linears[0]!.path).toBe("model.layers.0.self_attn.q_proj");
    expect(() => text.loss(gemmaBatch(samples))).toThrow(
      "models.batch: pixelValues has shape [3,1,8,8] for a model without vision; expected text alone. Leave the images out.",
    );
    text.dispose();
  });
});
