/**
 * How well checkpoints read boards that the demo holds out, before any fine-tuning, in plain words and in the tasks' own:
 *
 * node tools/dist/tiny/test-reading.js [--questions 130] [--backend NAME] [--wrong] [CHECKPOINT…]
 */
import { parseArgs } from "node:util";
import { loadChat } from "@vlm/chat-template/node";
import { loadCollator } from "@vlm/collator/node";
import { evaluate, evaluationTable, percent, wilson } from "@vlm/eval";
import { ask } from "@vlm/models";
import { load } from "@vlm/models/node";
import { type BackendName, useBackend } from "@vlm/ops";
import { evaluationQuestions, type UltimateQuestion } from "@vlm/tasks";
import { heldOutPositions } from "./pictures/held-out.js";
import { readingKinds, readingQuestions } from "./reading-test/questions.js";
import { readingScore } from "./reading-test/read.js";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    questions: { type: "string", default: "130" },
    backend: { type: "string" },
    /** Prints wrong answers too. */
    wrong: { type: "boolean", default: false },
  },
});
const count = Number(values.questions);
const folders = positionals.length > 0 ? positionals : ["examples/checkpoints/tiny-qwen3-vl"];
await useBackend(values.backend as BackendName | undefined);
const positions = heldOutPositions();
const questions = readingQuestions(positions, { perKind: count, seed: 5 });
const rows = positions.map(({ row }) => row);
const pictures = new Map(positions.map(({ row, picture }) => [row.id, picture]));
const tasks = evaluationQuestions(rows, { seed: 4, perTask: count });

for (const folder of folders) {
  const model = await load(folder);
  const processor = { ...(await loadChat(folder)), collate: await loadCollator(folder) };
  console.log(`\n${folder}, of ${positions.length} positions`);
  const score = await readingScore(model, processor, questions, {
    onAnswer({ question, answer }, given) {
      if (values.wrong && given !== answer) console.log(`${question}\n  ${answer}\n  ${given}`);
    },
  });
  for (const kind of readingKinds) {
    const { right, of } = score[kind];
    console.log(`${kind.padEnd(8)} ${percent(wilson(right, of))}`);
  }
  const rowOf = new Map(tasks.map(({ question, row }) => [question.id, row.id]));
  const answer = (some: readonly UltimateQuestion[]): Promise<string[]> => {
    const conversations = some.map(({ id, messages }) => ({ id, messages, images: [pictures.get(rowOf.get(id)!)!] }));
    return ask(model, processor, conversations, { maxNewTokens: 160 });
  };
  const evaluation = await evaluate(
    tasks.map(({ question }) => question),
    answer,
    { batchSize: 22 },
  );
  console.log(evaluationTable({ base: evaluation }));
  model.dispose();
}
