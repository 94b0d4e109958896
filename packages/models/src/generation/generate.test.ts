import * as tf from "@tensorflow/tfjs-core";
import { useBackend } from "@vlm/ops";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CausalModel } from "../causal-model.js";
import { IMAGE, tinyBatch, tinyModel } from "../testing/tiny.js";

const samples = [
  { tokens: [1, IMAGE, 3, 4], images: [[2, 2]] },
  { tokens: [9] },
  { tokens: [5, 6, 7, 8, 9, 10] },
] as const;

let model: CausalModel;
beforeAll(async () => {
  await useBackend("wasm");
  model = tinyModel();
}, 60_000);
afterAll(() => model.dispose());

/** Without a cache: the whole sequence again for every token. */
function uncached(sample: (typeof samples)[number], count: number): number[] {
  const tokens: number[] = [...sample.tokens];
  for (let i = 0; i < count; i++) {
    const logits = model.forward(tinyBatch([{ ...sample, tokens }]));
    const last = tf.argMax(logits, 2).dataSync()[tokens.length - 1]!;
    logits.dispose();
    tokens.push(last);
  }
  return tokens.slice(sample.tokens.length);
}

describe("generate", () => {
  it("gives the same tokens with a cache, in batches of different lengths padded on either side", async () => {
    const expected = samples.map((sample) => uncached(sample, 6));
    for (const side of ["left", "right"] as const) {
      expect(await model.generate(tinyBatch(samples, side), { maxNewTokens: 6 })).toEqual(expected);
    }
  });

  it("ends rows at stop tokens without disturbing the others, and leaves no tensor", async () => {
    const before = tf.memory().numTensors;
    const whole = await model.generate(tinyBatch(samples), { maxNewTokens: 8 });
    const stop = whole[0]![1]!;
    const heard: [number, number][] = [];
    const answers = await model.generate(tinyBatch(samples), {
      maxNewTokens: 8,
      stopTokens: [stop],
      onToken: (row, token) => heard.push([row, token]),
    });
    const cut = whole.map((tokens) => (tokens.includes(stop) ? tokens.slice(0, tokens.indexOf(stop)) : tokens));
    expect(answers).toEqual(cut);
    expect(answers[0]!.length).toBeLessThan(8);
    answers.forEach((tokens, row) => {
      expect(heard.filter(([r]) => r === row).map(([, token]) => token)).toEqual(tokens);
    });
    expect(tf.memory().numTensors).toBe(before);
  });

  it("lets timers run between tokens", async () => {
    let turns = 0;
    const timer = setInterval(() => turns++, 0);
    await model.generate(tinyBatch(samples), { maxNewTokens: 8 });
    clearInterval(timer);
    expect(turns).toBeGreaterThan(2);
  });

  it("refuses a length that is no count", async () => {
    await expect(model.generate(tinyBatch(samples), { maxNewTokens: 0 })).rejects.toThrow(
      "models.generate: maxNewTokens is 0; expected a whole number from 1 on. Say how long an answer may be.",
    );
  });
});
