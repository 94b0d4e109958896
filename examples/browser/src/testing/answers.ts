import * as tf from "@tensorflow/tfjs-core";
import { drawUltimateTicTacToe } from "@vlm/render";
import { ultimateTasks } from "@vlm/tasks";
import type { Image, Message } from "@vlm/types";
import type { Checkpoint } from "../page/checkpoint.js";
import { positionAfter, questionAbout } from "../page/questions.js";

export interface Asked {
  readonly messages: readonly Message[];
  readonly picture: Image;
}

/** Every task about some positions, pictures in several themes and sizes. */
export const asked: readonly Asked[] = [
  { moves: 3, size: 96, theme: "paper" },
  { moves: 24, size: 144, theme: "slate" },
  { moves: 45, size: 192, theme: "wood" },
].flatMap(({ moves, size, theme }, seed) =>
  ultimateTasks.map((task) => {
    const state = positionAfter(moves, { seed });
    const picture = drawUltimateTicTacToe(state, { size, theme: theme as "paper" });
    return { messages: questionAbout(state, task, { seed }).messages, picture };
  }),
);

export interface AnswersOptions {
  /** So many of `asked`. */
  readonly questions?: number;
  readonly maxNewTokens?: number;
}

/** The tokens of the answers, one question after the other. */
export async function answers(
  { model, prompt, chat }: Checkpoint,
  { questions = asked.length, maxNewTokens = 8 }: AnswersOptions = {},
): Promise<number[][]> {
  const all: number[][] = [];
  for (const { messages, picture } of asked.slice(0, questions)) {
    const batch = prompt(messages, picture);
    all.push(...(await model.generate(batch, { maxNewTokens, stopTokens: chat.stopTokens })));
  }
  return all;
}

/** Tensors more after so many questions than after the first. */
export async function leaked({ model, prompt }: Checkpoint, count: number): Promise<number> {
  let before = 0;
  for (let index = 0; index < count; index++) {
    const { messages, picture } = asked[index % ultimateTasks.length]!;
    await model.generate(prompt(messages, picture), { maxNewTokens: 2 });
    if (index === 0) before = tf.memory().numTensors;
  }
  return tf.memory().numTensors - before;
}
