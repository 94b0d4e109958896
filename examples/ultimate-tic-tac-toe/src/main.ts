/** The ring, once round: self-play → pictures → dataset → questions → fine-tuning → evaluation → play → report. */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { decodeImage } from "@vlm/collator/node";
import { compare, comparisonTable, evaluationTable } from "@vlm/eval";
import { saveAdapter } from "@vlm/lora/node";
import { random } from "@vlm/mcts";
import { drawUltimateTicTacToe } from "@vlm/render";
import * as tasks from "@vlm/tasks";
import { readParameters, shuffledBatches } from "@vlm/trainer";
import type { Batch, Sample } from "@vlm/types";
import { evaluateAll } from "./evaluate-all.js";
import { fineTune } from "./fine-tune.js";
import { judgeMoves } from "./judge-moves.js";
import { makeDataset } from "./make-dataset.js";
import { openModel } from "./model.js";
import { playGames } from "./play-games.js";
import { startThreads } from "./threads.js";
import { writeReport } from "./write-report.js";

const { values } = parseArgs({
  options: {
    folder: { type: "string", default: join("runs", "demo") },
    games: { type: "string", default: "40" },
    steps: { type: "string", default: "240" },
    /** Evaluation questions of each task. */
    questions: { type: "string", default: "130" },
    resume: { type: "boolean", default: false },
  },
});
const { folder, resume } = values;
const [games, steps, questions] = [values.games, values.steps, values.questions].map(Number) as [
  number,
  number,
  number,
];
const { backend, processor, adapter, trainee } = await openModel();
const { gradients, answer, stop } = startThreads(2);
console.log(`${adapter.parameterCount} trainable parameters, ${gradients.parallel} threads, backend ${backend}`);

const heldOut = Array.from({ length: Math.ceil(games / 5) }, (_, number) => number);
const rows = await makeDataset(join(folder, "dataset"), { games, heldOut, simulations: 400, seed: 1 });
const pictures = new Map(
  await Promise.all(
    [...rows.train, ...rows.held].map(async ({ id, image }) => [id, await decodeImage(image.bytes)] as const),
  ),
);

// Questions: drawn anew at every epoch for training, frozen for evaluation.
const sample = (row: tasks.UltimateRow, question: tasks.UltimateQuestion): Sample =>
  processor.encode({ id: question.id, messages: tasks.answered(question), images: [pictures.get(row.id)!] });
const draw = (indices: readonly number[], epoch: number): Batch =>
  processor.collate(
    indices.map((index) => {
      const row = rows.train[index]!;
      return sample(row, tasks.drawQuestion(row, random(2, epoch * rows.train.length + index)));
    }),
  );
const batches = shuffledBatches(rows.train.length, draw, { batchSize: 8, seed: 3 });
const held = tasks.evaluationQuestions(rows.held, { seed: 4, perTask: questions });
const some = held.filter((_, index) => index % Math.ceil(held.length / 32) === 0);
const heldBatches = Array.from({ length: Math.ceil(some.length / 8) }, (_, batch) =>
  processor.collate(some.slice(8 * batch, 8 * batch + 8).map(({ row, question }) => sample(row, question))),
);

const losses = await fineTune(folder, trainee, { steps, learningRate: 2e-3, gradients, batches, heldBatches, resume });
await saveAdapter(join(folder, "adapter"), adapter, { baseModel: "tiny-qwen3-vl" });

// The tuned model beside its controls; moves judged by a deeper search, beside the teacher's own.
const parameters = await readParameters(trainee);
const { tuned, controls } = await evaluateAll(held, answer, parameters, pictures);
const evaluations = { tuned, ...controls };
console.log(`\n${evaluationTable(evaluations)}\n\n${comparisonTable(compare(tuned, controls))}\n`);
const regrets = judgeMoves(held, evaluations, { simulations: 4000, seed: 5 });

const matches = await playGames(async (state) => {
  const conversation = { id: "play", messages: tasks.moveQuestion(state), images: [drawUltimateTicTacToe(state)] };
  const [text] = await answer([conversation], parameters);
  return tasks.readMove(text!, state);
});
await stop();

const facts = { "training positions": rows.train.length, "held-out positions": rows.held.length, steps, backend };
await writeReport(folder, { held, losses, tuned, controls, regrets, games: matches, facts });
console.log(`\n${folder}/report.html shows it all; ${folder}/adapter loads in PEFT. Next:
  npm run demo -- --resume                          go on from the last checkpoint
  node packages/cli/bin/vlm.js play --help          let the model play again
  examples/ultimate-tic-tac-toe/src/main.ts         the program that did this`);
