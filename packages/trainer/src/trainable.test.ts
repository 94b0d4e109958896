import * as tf from "@tensorflow/tfjs-core";
import { useBackend } from "@vlm/ops";
import type { Linear, Model, Parameter } from "@vlm/types";
import { beforeAll, expect, test } from "vitest";
import { type Selection, trainable } from "./trainable.js";

beforeAll(async () => {
  await useBackend("cpu");
});

interface Tiny extends Model<tf.Tensor> {
  readonly linears: readonly Linear<tf.Tensor>[];
  values(): number[];
}

/** Three weights, each with a bias, one in each part. */
function tiny({ packed = false } = {}): Tiny {
  const linears = ["visual.fc", "merger.fc", "head"].map((path, i): Linear<tf.Tensor> => {
    let weight: tf.Tensor = tf.fill([2, 2], i + 1);
    return {
      path,
      inputs: 2,
      outputs: 2,
      packed,
      adapter: null,
      substitute: null,
      dense: () => tf.clone(weight),
      replace(value) {
        weight.dispose();
        weight = value;
      },
    };
  });
  const tensors = linears.map(({ path }): Parameter<tf.Tensor> => {
    let own: tf.Tensor = tf.zeros([2]);
    return {
      name: `${path}.bias`,
      substitute: null,
      get value(): tf.Tensor {
        return own;
      },
      replace(value) {
        own.dispose();
        own = value;
      },
    };
  });
  const all = (): tf.Tensor[] => [...linears.map((linear) => linear.dense()), ...tensors.map(({ value }) => value)];
  return {
    type: "tiny",
    linears,
    tensors,
    outputPath: "head",
    partOf: (path) => (path.startsWith("visual") ? "vision" : path.startsWith("merger") ? "merger" : "language"),
    values: () => tf.tidy(() => all().flatMap((tensor) => [...tensor.dataSync()])),
    dispose: () => {},
  };
}

const names = (selection: Selection): string[] => [...trainable(tiny(), selection).parameters.keys()];

test("selects weights, then biases, norms and embeddings, by part or by name", () => {
  expect(names({ language: true, merger: true })).toEqual([
    "merger.fc.weight",
    "head.weight",
    "merger.fc.bias",
    "head.bias",
  ]);
  expect(names({ language: false, vision: true })).toEqual(["visual.fc.weight", "visual.fc.bias"]);
  expect(names((name) => name.endsWith(".bias"))).toEqual(["visual.fc.bias", "merger.fc.bias", "head.bias"]);
});

test("trains the model's own tensors and freezes them as they are then", () => {
  const model = tiny();
  const before = model.values();
  const { numTensors } = tf.memory();
  const { parameters, parameterCount, freeze } = trainable(model, { merger: true });
  expect([parameterCount, tf.memory().numTensors]).toEqual([6, numTensors]);
  expect(model.values()).toEqual(before);
  const weight = parameters.get("merger.fc.weight")!;
  expect(weight.trainable).toBe(true);
  tf.tidy(() => weight.assign(tf.fill([2, 2], 9)));
  const after = [1, 1, 1, 1, 9, 9, 9, 9, 3, 3, 3, 3, 0, 0, 0, 0, 0, 0];
  expect(model.values()).toEqual(after);
  freeze();
  expect(weight.isDisposed).toBe(true);
  expect(model.values()).toEqual(after);
  const dense = model.linears[1]!.dense();
  expect([dense instanceof tf.Variable, tf.memory().numTensors]).toEqual([false, numTensors + 1]);
});

test("refuses what is not the model's own to train, and changes nothing", () => {
  expect(() => trainable(tiny(), {})).toThrow(
    "trainer.trainable: the selection has none of the model's 6 tensors; expected some. Set language, vision or merger to true.",
  );
  expect(() => trainable(tiny({ packed: true }), { vision: true })).toThrow(
    "trainer.trainable: visual.fc is held in few bits; expected a tensor of the model's own. Train an adapter on it, or load the model without quantization.",
  );
  const adapted = tiny();
  adapted.linears[0]!.adapter = { a: tf.zeros([1, 2]), b: tf.zeros([2, 1]), scale: 1 };
  expect(() => trainable(adapted, { vision: true })).toThrow(
    "trainer.trainable: visual.fc has an adapter; expected a tensor of the model's own. Disable, merge or dispose that one first.",
  );
  expect([...trainable(adapted, { merger: true }).parameters.keys()]).toEqual(["merger.fc.weight", "merger.fc.bias"]);
  const substituted = tiny();
  substituted.tensors[2]!.substitute = tf.zeros([2]);
  expect(() => trainable(substituted, { language: true })).toThrow(
    "trainer.trainable: head.bias has an adapter's copy;",
  );
});
