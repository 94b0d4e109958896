import * as tf from "@tensorflow/tfjs-core";
import { afterAll, describe, expect, it } from "vitest";
import { useBackend } from "../backend/use-backend.js";
import { linearCrossEntropy } from "../cross-entropy/linear-cross-entropy.js";
import { embedding } from "../embedding/embedding.js";
import { geglu } from "../geglu/geglu.js";
import { gelu } from "../gelu/gelu.js";
import { layerNorm } from "../layer-norm/layer-norm.js";
import { Weight } from "../linear/weight.js";
import { nativeLevels } from "../node/native-levels.js";
import { spreadRows, takeRows } from "../rows/rows.js";
import { runsOf } from "../rows/runs.js";
import { swiglu } from "../swiglu/swiglu.js";
import { randomTensor } from "../testing/agreement.js";
import type { Level } from "./addon.js";

/** Of sizes that several threads share; every number below is a function of these. */
const SHAPES = { x: [517, 129], gate: [517, 129], row: [129], table: [1000, 129] } as const;
type Inputs = Record<keyof typeof SHAPES, tf.Variable>;

const ids = Int32Array.from({ length: 517 }, (_, i) => (i * i) % 97);
const rows = runsOf(Array.from({ length: 400 }, (_, i) => i + (i > 200 ? 5 : 0)));
const operators: Record<string, (inputs: Inputs) => tf.Tensor> = {
  layerNorm: ({ x, row }) => layerNorm(x, row, row, 1e-6),
  swiglu: ({ x, gate }) => swiglu(gate, x),
  geglu: ({ x, gate }) => geglu(gate, x),
  gelu: ({ x }) => gelu(x, { approximate: "tanh" }),
  softmax: ({ x }) => tf.softmax(x),
  embedding: ({ table }) => embedding(ids, table),
  rows: ({ x }) => spreadRows(takeRows(x, rows), rows, 600),
  arithmetic: ({ x, gate, row }) => tf.div(tf.add(tf.mul(x, row), gate), tf.add(tf.square(gate), 1)),
  reductions: ({ x }) => tf.addN([tf.sum(x), tf.sum(tf.mean(x, 0)), tf.sum(tf.max(x, 1))]),
  layout: ({ x, gate }) => tf.concat([tf.transpose(x), tf.transpose(gate)], 1),
  linearCrossEntropy: ({ x, table }) => linearCrossEntropy(x, new Weight(table), ids, { logitsAtOnce: 200_000 }),
};

async function run(level: Level, threads: number, name: string): Promise<Uint8Array> {
  await useBackend("vlm-cpu", { level, threads });
  return tf.tidy(() => {
    const entries = Object.entries(SHAPES).map(([key, shape], i) => [key, tf.variable(randomTensor(shape, i + 1))]);
    const inputs = Object.fromEntries(entries) as Inputs;
    const operator = operators[name]!;
    const out = operator(inputs);
    const dy = randomTensor(out.shape, 9);
    const { grads } = tf.variableGrads(() => tf.sum(tf.mul(operator(inputs), dy)));
    const parts = [out, ...Object.values(inputs).flatMap((input) => grads[input.name] ?? [])];
    const bits = Uint8Array.from(
      parts.flatMap((part) => [...new Uint8Array(Float32Array.from(part.dataSync()).buffer)]),
    );
    for (const input of Object.values(inputs)) input.dispose();
    return bits;
  });
}

// To vitest a file without a test is an error.
if (nativeLevels().length === 0) it.skip("the native backend is not built here", () => undefined);

describe.each(nativeLevels())("threads on vlm-cpu %s", (level) => {
  afterAll(() => useBackend("cpu").then(() => undefined));

  it.each(Object.keys(operators))("%s gives the same bits on one thread and on two", async (name) => {
    const alone = await run(level, 1, name);
    expect(alone.length).toBeGreaterThan(0);
    expect(Buffer.compare(alone, await run(level, 2, name))).toBe(0);
  });
});
