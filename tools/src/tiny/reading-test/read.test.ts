import { fileURLToPath } from "node:url";
import { loadChat } from "@vlm/chat-template/node";
import { loadCollator } from "@vlm/collator/node";
import { load } from "@vlm/models/node";
import { useBackend } from "@vlm/ops";
import { expect, test } from "vitest";
import { heldOutPositions } from "../pictures/held-out.js";
import { type ReadingKind, readingKinds, readingQuestions } from "./questions.js";
import { meanAccuracy, readingScore } from "./read.js";

const folder = fileURLToPath(new URL("../../../../examples/checkpoints/tiny-qwen3-vl", import.meta.url));
const positions = heldOutPositions(1);

test("every kind is asked, the same questions for the same seed", () => {
  const questions = readingQuestions(positions, { perKind: 3, seed: 1 });
  expect(questions.map(({ kind }) => kind)).toEqual(readingKinds.flatMap((kind) => [kind, kind, kind]));
  expect(readingQuestions(positions, { perKind: 3, seed: 1 })).toEqual(questions);
  const shapes: Readonly<Record<ReadingKind, RegExp>> = {
    light: /^(\([0-2], [0-2]\)|No block is green\.)$/,
    shade: /^(yes|no)$/,
    cell: /^(Empty|X|O)$/,
    block: /^\[\[("[.XO]"(, )?){3}\], \[("[.XO]"(, )?){3}\], \[("[.XO]"(, )?){3}\]\]$/,
    spaces: /^(none|\([0-2], [0-2]\)(, \([0-2], [0-2]\))*)$/,
    board: /^(([.XO] ){8}[.XO]\n){8}([.XO] ){8}[.XO]$/,
  };
  for (const { kind, answer } of questions) expect(answer).toMatch(shapes[kind]);
});

test("the checkpoint that the repository ships reads a few boards", async () => {
  await useBackend("wasm");
  const model = await load(folder);
  const processor = { ...(await loadChat(folder)), collate: await loadCollator(folder) };
  const questions = readingQuestions(positions, { perKind: 3, seed: 2 });
  const wrong: string[] = [];
  const score = await readingScore(model, processor, questions, {
    onAnswer: ({ id, answer }, given) => {
      if (given !== answer) wrong.push(id);
    },
  });
  // Of 130 of each kind it has 94 to 100 % right (docs/tiny-checkpoint.md); of these eighteen, a shade and a cell are wrong.
  expect(wrong.length).toBeLessThanOrEqual(2);
  expect(score.block.of).toBe(3);
  const all = Object.fromEntries(readingKinds.map((kind) => [kind, { right: 1, of: 2 }])) as typeof score;
  expect(meanAccuracy({ ...all, board: { right: 2, of: 2 } })).toBeCloseTo(7 / 12);
  model.dispose();
});
