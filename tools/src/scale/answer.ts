import * as tf from "@tensorflow/tfjs-core";
import { loadChat } from "@vlm/chat-template/node";
import { loadCollator } from "@vlm/collator/node";
import { random } from "@vlm/mcts";
import type { Image } from "@vlm/types";
import { megabytes, peakMemory } from "./memory.js";
import { openModel } from "./open-model.js";

const TOKENS = 16;
const SIDE = 288;
const LIMIT = 6e9;

/** Loads a checkpoint and lets it answer one question about one picture, token by token. */
export async function answer(folder: string): Promise<void> {
  const model = await openModel(folder);
  const chat = await loadChat(folder);
  const collate = await loadCollator(folder);
  const text = "What does the picture show?";
  const messages = [{ role: "user" as const, content: [{ type: "image" as const }, { type: "text" as const, text }] }];
  const sample = chat.encode({ id: "question", messages, images: [picture()] }, { addGenerationPrompt: true });
  const batch = collate([sample]);
  const prompt = batch.inputIds.data.length;
  const began = performance.now();
  const decoding = model.start(batch);
  const answered = [likeliest(decoding.logits)];
  const read = performance.now();
  while (answered.length <= TOKENS) {
    decoding.advance([{ sequence: 0, token: answered.at(-1)! }]);
    answered.push(likeliest(decoding.logits));
  }
  const written = performance.now();
  decoding.dispose();
  const rate = (tokens: number, milliseconds: number): string =>
    `${tokens} tokens in ${(milliseconds / 1000).toFixed(1)} s, ${((1000 * tokens) / milliseconds).toFixed(2)} tokens/s`;
  console.log(`prefill   ${rate(prompt, read - began)}`);
  console.log(`decode    ${rate(TOKENS, written - read)}`);
  console.log(`answer    ${JSON.stringify(chat.decode(answered))} ${answered.join(" ")}`);
  const peak = peakMemory();
  console.log(`peak      ${megabytes(peak)} of ${megabytes(LIMIT)} allowed: ${peak < LIMIT ? "kept" : "MISSED"}`);
  model.dispose();
}

function likeliest(logits: tf.Tensor2D): number {
  return tf.tidy(() => tf.argMax(logits, 1).dataSync()[0]!);
}

function picture(): Image {
  const draw = random(3);
  const data = Uint8ClampedArray.from({ length: 4 * SIDE * SIDE }, (_, i) => (i % 4 === 3 ? 255 : 256 * draw()));
  return { width: SIDE, height: SIDE, data };
}
