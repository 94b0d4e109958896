import * as tf from "@tensorflow/tfjs-core";
import { useBackend } from "@vlm/ops";
import { type NativeBackend, nativeLevels } from "@vlm/ops/node";
import type { Batch } from "@vlm/types";
import { beforeAll, describe, expect, it } from "vitest";
import type { CausalModel } from "./causal-model.js";
import { gemmaBatch, PICTURE, tinyGemma } from "./gemma3/tiny.test.kit.js";
import { IMAGE, tinyBatch, tinyConfigs, tinyModel } from "./testing/tiny.js";

// Without a compiler there is no native backend.
const isBuilt = nativeLevels().length > 0;

beforeAll(async () => {
  if (isBuilt) await useBackend("vlm-cpu", { threads: 1 });
}, 60_000);

const samples = [
  { tokens: [1, 2, IMAGE, 4, 5, 6], images: [[2, 2]], labelled: 3 },
  { tokens: [7, 8, 9], labelled: 1 },
] as const;
const qwenBatch = tinyBatch(samples);
const families: [string, object, Batch][] = [
  ...Object.entries(tinyConfigs).map(([name, config]): [string, object, Batch] => [name, config, qwenBatch]),
  ["gemma3", tinyGemma, gemmaBatch([{ tokens: [1, ...PICTURE, 2, 3, 4], images: [1], labelled: 2 }])],
];

/** Adapters on every linear layer, and one norm and the embedding trained whole. */
function trainables(model: CausalModel): tf.Variable[] {
  const adapters = model.linears.flatMap((linear) => {
    const a = tf.variable(tf.randomNormal([2, linear.inputs], 0, 0.1, "float32", 1));
    const b = tf.variable(tf.zeros([linear.outputs, 2]));
    linear.adapter = { a, b, scale: 2 };
    return [a, b];
  });
  const whole = model.tensors.filter(({ name }) => /embed_tokens|input_layernorm|vision.*norm/.test(name));
  const variables = whole.map((parameter) => {
    const variable = tf.variable(parameter.value.clone());
    parameter.replace(variable);
    return variable;
  });
  return [...adapters, ...variables];
}

function step(model: CausalModel, batch: Batch, variables: tf.Variable[]): number {
  const { value, grads } = tf.variableGrads(() => model.loss(batch), variables);
  for (const variable of variables) {
    const updated = tf.tidy(() => tf.sub(variable, tf.mul(grads[variable.name]!, 1e-3)));
    variable.assign(updated as tf.Variable);
    updated.dispose();
  }
  const loss = value.dataSync()[0]!;
  tf.dispose([value, grads]);
  return loss;
}

const called = (run: () => unknown): string[] => {
  const backend = tf.backend() as NativeBackend;
  const before = new Map(backend.stockCalls);
  run();
  return [...backend.stockCalls].filter(([name, count]) => count > (before.get(name) ?? 0)).map(([name]) => name);
};

describe.runIf(isBuilt).each(families)("%s on the native backend", (_, config, batch) => {
  it("runs no stock kernel in a training step, nor when it decodes", () => {
    const model = tinyModel(config);
    const variables = trainables(model);
    expect(called(() => step(model, batch, variables))).toEqual([]);
    const decoding = (): void => {
      const decoding = model.start(batch);
      const sequences = batch.ids.map((_, sequence) => sequence);
      for (const token of [3, 4]) decoding.advance(sequences.map((sequence) => ({ sequence, token })));
      tf.argMax(decoding.logits, -1).dispose();
      decoding.dispose();
    };
    expect(called(decoding)).toEqual([]);
    model.dispose();
    tf.dispose(variables);
  });
});
