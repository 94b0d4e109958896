import * as tf from "@tensorflow/tfjs-core";
import { useBackend } from "@vlm/ops";
import { beforeAll, describe, expect, it } from "vitest";
import { choice } from "../constraint/choice.js";
import { constrain } from "../constraint/constrain.js";
import { Vocabulary } from "../constraint/vocabulary.js";
import { byteVocabulary, randomLogits, scriptedBatch, scriptedModel } from "../testing/scripted.js";
import { generate, stream } from "./generate.js";
import type { GenerateOptions } from "./options.js";

beforeAll(() => useBackend("cpu"));

const { tokens: vocabulary, end } = byteVocabulary(["th", "the end"]);
const encoded = (text: string): number[] => [...new TextEncoder().encode(text)];

/** A model that says its row's id, byte by byte, and ends. */
const echo = scriptedModel((id, said) => {
  const next = encoded(id)[said.length] ?? end;
  return vocabulary.map((_, token) => (token === next ? 1 : 0));
});

/** A model without any idea, other in each row. */
const random = scriptedModel((id, said) =>
  randomLogits(
    vocabulary.length,
    encoded(id).reduce((a, b) => a * 31 + b, said.length),
  ),
);

async function heard(ids: readonly string[], options: GenerateOptions = {}): Promise<readonly (readonly string[])[]> {
  const rows = ids.map((): string[] => []);
  const pieces = stream(echo, scriptedBatch(ids), { stopTokens: [end], ...options, vocabulary });
  for await (const { row, text } of pieces) rows[row]!.push(text);
  return rows;
}

describe("stream", () => {
  it("gives whole characters, row by row, as they come", async () => {
    expect(await heard(["é!", "no", "😀"])).toEqual([["é", "!"], ["n", "o"], ["😀"]]);
    expect(await heard(["é"], { maxNewTokens: 1 })).toEqual([["\ufffd"]]);
  });

  it("keeps back what may be a stop string, and gives it where it is none", async () => {
    const options = { stopStrings: ["STOP", "\n\n"] };
    expect(await heard(["a\nb", "one STOP two", "ST", "SSTOP"], options)).toEqual([
      ["a", "\nb"],
      ["o", "n", "e", " "],
      ["ST"],
      ["S"],
    ]);
    const answers = await generate(echo, scriptedBatch(["one STOP two"]), {
      ...options,
      stopTokens: [end],
      vocabulary,
    });
    expect(answers).toEqual([encoded("one STOP")]);
  });

  it("frees everything when it is left early", async () => {
    const before = tf.memory().numTensors;
    for await (const { text } of stream(echo, scriptedBatch(["abc"]), { stopTokens: [end], vocabulary })) {
      expect(text).toBe("a");
      break;
    }
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe("sampling", () => {
  const sampled = (ids: readonly string[], options: GenerateOptions = {}): Promise<number[][]> =>
    generate(random, scriptedBatch(ids), { maxNewTokens: 12, sampling: { topK: 0 }, ...options });

  it("draws the same for a row whatever else is in the batch", async () => {
    const [alone] = await sampled(["b"]);
    const among = await sampled(["c", "b", "a"]);
    expect(among[1]).toEqual(alone);
    expect(await sampled(["b"])).toEqual([alone]);
    expect((await sampled(["b"], { sampling: { topK: 0, seed: 43 } }))[0]).not.toEqual(alone);
    expect((await sampled(["b"], { sampling: { topK: 0, seed: 42 + 2 ** 40 } }))[0]).not.toEqual(alone);
  });

  it("draws anew for the same row again", async () => {
    const twice = await sampled(["b", "b", "b"]);
    expect(new Set(twice.map(String)).size).toBe(3);
    expect(twice[0]).toEqual((await sampled(["b"]))[0]);
  });

  it("is the likeliest tokens where only one is left, or where it is cold", async () => {
    const likeliest = await generate(random, scriptedBatch(["a", "b"]), { maxNewTokens: 12 });
    expect(await sampled(["a", "b"], { sampling: { topK: 1 } })).toEqual(likeliest);
    expect(await sampled(["a", "b"], { sampling: { topK: 0, temperature: 1e-4 } })).toEqual(likeliest);
  });

  it("says nothing twice where repetition is made unlikely, nor what was in the prompt", async () => {
    const [answer] = await generate(
      scriptedModel(() => vocabulary.map((_, token) => 100 - (token % 100))),
      scriptedBatch(["a"], [0, 1]),
      { maxNewTokens: 20, repetitionPenalty: 1000 },
    );
    expect(answer!.slice(0, 4)).toEqual([100, 200, 101, 201]);
    expect(new Set(answer).size).toBe(20);
  });
});

describe("options", () => {
  const refused = (options: GenerateOptions): Promise<unknown> => generate(echo, scriptedBatch(["a", "b"]), options);
  const yes = constrain(choice(["yes"]), new Vocabulary(vocabulary));

  it("are refused out of their range", async () => {
    const wrong: readonly (readonly [GenerateOptions, string])[] = [
      [{ sampling: { temperature: 0 } }, "sampling.temperature is 0; expected a number above 0."],
      [{ sampling: { topK: 1.5 } }, "sampling.topK is 1.5; expected a whole number from 0 on."],
      [{ sampling: { topP: 0 } }, "sampling.topP is 0; expected a number above 0 and at most 1."],
      [{ sampling: { minP: 2 } }, "sampling.minP is 2; expected a number from 0 to 1."],
      [
        { sampling: { seed: 0.5 } },
        "sampling.seed is 0.5; expected a safe integer. Leave sampling out for the likeliest tokens.",
      ],
      [{ repetitionPenalty: 0 }, "repetitionPenalty is 0; expected a number above 0. Leave it out for none."],
      [
        { stopStrings: [""], vocabulary },
        'stopStrings has ""; expected texts of one character at least. Leave it out.',
      ],
      [
        { stopStrings: ["x"] },
        "there are stopStrings and no vocabulary; expected the bytes of each token. Take them from the tokenizer.",
      ],
    ];
    for (const [options, message] of wrong)
      await expect(refused(options)).rejects.toThrow(`models.generate: ${message}`);
  });

  it("are refused where a constraint could not hold", async () => {
    const stopTokens = [end];
    const wrong: readonly (readonly [GenerateOptions, string])[] = [
      [
        { constraint: [yes], stopTokens },
        "there are 1 constraints for 2 rows; expected one for each, or one alone. Give null to rows without.",
      ],
      [
        { constraint: [null, yes] },
        "row 1 has a constraint and there are no stopTokens; expected those that end an answer. Take them from the chat template.",
      ],
      [
        { constraint: yes, stopTokens, stopStrings: ["e"], vocabulary },
        "row 0 has a constraint and there are stopStrings; expected one of them, since a text that is cut off may not be allowed. Let the constraint say where answers end.",
      ],
      [
        { constraint: yes, stopTokens: [end, 65] },
        "stop token 65 is text to the constraint of row 0; expected tokens that are no text, or null in the vocabulary in their place. Take it out of one of them.",
      ],
      [
        { constraint: yes, stopTokens, maxNewTokens: 2 },
        "the constraint of row 0 takes 3 tokens; expected 2 at most, which is maxNewTokens. Raise it.",
      ],
    ];
    for (const [options, message] of wrong)
      await expect(refused(options)).rejects.toThrow(`models.generate: ${message}`);
  });
});
