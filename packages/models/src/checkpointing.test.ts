import * as tf from "@tensorflow/tfjs-core";
import { useBackend } from "@vlm/ops";
import type { Batch } from "@vlm/types";
import { beforeAll, describe, expect, it } from "vitest";
import type { CausalModel } from "./causal-model.js";
import { gemmaBatch, PICTURE, tinyGemma } from "./gemma3/tiny.test.kit.js";
import { IMAGE, tinyBatch, tinyConfig, tinyConfigs, tinyModel } from "./testing/tiny.js";

beforeAll(async () => {
  await useBackend("wasm");
}, 60_000);

const families: readonly (readonly [string, object, Batch])[] = [
  ...Object.entries(tinyConfigs).map(([name, config]) => {
    const samples = [
      { tokens: [1, 2, IMAGE, 4, 5, 6], images: [[2, 2]] as const, labelled: 3 },
      { tokens: [7, 8, 9], labelled: 1 },
    ];
    return [name, config, tinyBatch(samples)] as const;
  }),
  ["gemma3", tinyGemma, gemmaBatch([{ tokens: [1, ...PICTURE, 2, 3, 4, 5], images: [3], labelled: 3 }])],
];

/** Everything is trained: weights, norms, biases, embeddings, and an adapter on each layer. */
function trained(model: CausalModel): tf.Variable[] {
  const own = [...model.linears, ...model.tensors].map((part) => {
    const variable = tf.tidy(() => tf.variable("path" in part ? part.dense() : tf.clone(part.value)));
    part.replace(variable);
    return variable;
  });
  const adapted = model.linears.flatMap((linear, i) => {
    const a = tf.tidy(() => tf.variable(tf.randomNormal([2, linear.inputs], 0, 1, "float32", i)));
    const b = tf.tidy(() => tf.variable(tf.randomNormal([linear.outputs, 2], 0, 0.1, "float32", -i - 1)));
    linear.adapter = { a, b, scale: 0.5 };
    return [a, b];
  });
  return [...own, ...adapted];
}

const bits = (tensor: tf.Tensor): Uint32Array => new Uint32Array((tensor.dataSync() as Float32Array).slice().buffer);

/** With the bytes of all tensors when the forward pass is done. */
function gradients(model: CausalModel, batch: Batch, variables: tf.Variable[], checkpointing: boolean) {
  model.checkpointing = checkpointing;
  let bytes = 0;
  const { value, grads } = tf.variableGrads(() => {
    const loss = model.loss(batch);
    bytes = tf.memory().numBytes;
    return loss;
  }, variables);
  return { loss: value, grads, bytes };
}

describe.each(families)("%s with checkpointing", (_, config, batch) => {
  it("has the loss and the gradients that it has without, to the bit, and leaks nothing", () => {
    const model = tinyModel(config);
    const variables = trained(model);
    const expected = gradients(model, batch, variables, false);
    const { numTensors } = tf.memory();
    const found = gradients(model, batch, variables, true);
    expect(tf.memory().numTensors).toBe(numTensors + variables.length + 1);
    expect(bits(found.loss)).toEqual(bits(expected.loss));
    for (const { name } of variables) expect(bits(found.grads[name]!), name).toEqual(bits(expected.grads[name]!));
    tf.dispose([found.loss, expected.loss, found.grads, expected.grads]);
    model.dispose();
    tf.dispose(variables);
  });
});

it("holds less between the forward and the backward pass", () => {
  const model = tinyModel({ text_config: { ...tinyConfig.text_config, num_hidden_layers: 8, vocab_size: 8 } });
  const tokens = Array.from({ length: 48 }, (_, i) => i % 8);
  const batch = tinyBatch([{ tokens, labelled: 2 }]);
  const variables = trained(model);
  const [before, [all, some]] = [
    tf.memory().numBytes,
    [false, true].map((checkpointing) => {
      const { loss, grads, bytes } = gradients(model, batch, variables, checkpointing);
      tf.dispose([loss, grads]);
      return bytes;
    }),
  ];
  expect(some! - before).toBeLessThan((all! - before) / 8);
  model.dispose();
  tf.dispose(variables);
});
