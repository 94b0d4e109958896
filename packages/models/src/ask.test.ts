import { useBackend } from "@vlm/ops";
import type { Batch, Conversation } from "@vlm/types";
import { beforeAll, expect, it } from "vitest";
import { ask, type Processor } from "./ask.js";
import { choice } from "./constraint/choice.js";
import { constrain } from "./constraint/constrain.js";
import { Vocabulary } from "./constraint/vocabulary.js";
import { generate } from "./generation/generate.js";
import type { GenerateOptions } from "./generation/options.js";
import { byteVocabulary, scriptedBatch, scriptedModel } from "./testing/scripted.js";

beforeAll(() => useBackend("cpu"));

const { tokens: vocabulary, end } = byteVocabulary();

/** Says its row's id, byte by byte, and ends. */
const echo = scriptedModel((id, said) => {
  const next = new TextEncoder().encode(id)[said.length] ?? end;
  return vocabulary.map((_, token) => Number(token === next));
});
const model = { generate: (batch: Batch, options?: GenerateOptions) => generate(echo, batch, options) };

const processor: Processor = {
  encode: ({ id }) => ({ id, tokens: Int32Array.of(0), trained: Uint8Array.of(0), images: [] }),
  collate: (samples) => scriptedBatch(samples.map(({ id }) => id)),
  decode: (tokens) =>
    new TextDecoder().decode(Uint8Array.from(tokens.flatMap((token) => [...(vocabulary[token] ?? [])]))),
  stopTokens: [end],
  vocabulary,
};
const conversations: readonly Conversation[] = ["yes, and no", "né"].map((id) => ({ id, messages: [] }));

it("answers each conversation, up to what ends it", async () => {
  expect(await ask(model, processor, conversations)).toEqual(["yes, and no", "né"]);
  expect(await ask(model, processor, conversations, { stopStrings: [", a", "zz"] })).toEqual(["yes", "né"]);
  expect(await ask(model, processor, conversations, { maxNewTokens: 2 })).toEqual(["ye", "n\ufffd"]);
  const constraint = constrain(choice(["yes", "no"]), new Vocabulary(vocabulary));
  expect(await ask(model, processor, conversations, { constraint })).toEqual(["yes", "no"]);
});
