/** The ring, once round: self-play → pictures → dataset → questions → fine-tuning → evaluation → play → report. */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadChat } from "@vlm/chat-template/node";
import { progress } from "@vlm/cli/progress";
import { decodeImage, loadCollator } from "@vlm/collator/node";
import { splitByGroup } from "@vlm/dataset";
import { readDataset, writeDataset } from "@vlm/dataset/node";
import { compare, comparisonTable, evaluationTable } from "@vlm/eval";
import { ultimateTicTacToe as game } from "@vlm/games";
import { attach } from "@vlm/lora";
import { saveAdapter } from "@vlm/lora/node";
import { random, selfPlay } from "@vlm/mcts";
import { ask } from "@vlm/models";
import { load } from "@vlm/models/node";
import { useBackend } from "@vlm/ops";
import { drawUltimateTicTacToe, rotations, themeNames } from "@vlm/render";
import { encodePng } from "@vlm/render/node";
import * as tasks from "@vlm/tasks";
import { adamw, cosineSchedule, meanLoss, shuffledBatches, train } from "@vlm/trainer";
import { openMetrics, saveCheckpoint } from "@vlm/trainer/node";
import type { Conversation } from "@vlm/types";
import { evaluateAll } from "./evaluate-all.js";
import { judgeMoves } from "./judge-moves.js";
import { playGames } from "./play-games.js";
import { writeReport } from "./write-report.js";

const folder = join("runs", "demo");
const checkpoint = fileURLToPath(new URL("../../checkpoints/tiny-qwen3-vl", import.meta.url));
const [games, heldOut, steps, batchSize] = [36, [0, 1, 2, 3, 4, 5], Number(process.env.STEPS ?? 400), 8];

const backend = await useBackend();
const model = await load(checkpoint);
const chat = await loadChat(checkpoint);
const collate = await loadCollator(checkpoint);

// Self-play: every position is searched, drawn, and labelled in the frame of its picture.
const played: tasks.UltimateRow[] = [];
const playing = progress("self-play", games, { unit: "game" });
for (const { game: number, ply, state, search } of selfPlay(game, { games, simulations: 400, epsilon: 0.15, seed: 1 })) {
  const chance = random(2, 100 * number + ply);
  const rotation = chance() < 0.5 ? 0 : rotations[1 + Math.floor(3 * chance())]!;
  const theme = themeNames[Math.floor(themeNames.length * chance())]!;
  const image = await encodePng(drawUltimateTicTacToe(state, { rotation, theme }));
  played.push(tasks.row({ id: `game-${number}-ply-${ply}`, game: number, ply, state, search, rotation, image }));
  playing.update(number);
}
playing.update(games);
playing.finish({ positions: played.length });

// Dataset: no game, and no symmetry class of a position, stands on both sides.
const byGame = { group: (row: tasks.UltimateRow) => row.game, key: tasks.positionKey, fractions: { eval: heldOut } };
const { splits, dropped } = splitByGroup(played, byGame);
await writeDataset(join(folder, "dataset"), splits, { features: tasks.features, overwrite: true });
const dataset = await readDataset(join(folder, "dataset"));
const rowsOf = async (split: string): Promise<tasks.UltimateRow[]> => {
  const rows: tasks.UltimateRow[] = [];
  for await (const row of dataset.rows(split)) rows.push(row as unknown as tasks.UltimateRow);
  return rows;
};
const [trainRows, evalRows] = [await rowsOf("train"), await rowsOf("eval")];
console.log(
  `${folder}/dataset: ${trainRows.length} positions to train on, ${evalRows.length} held out; ${dropped.length} dropped, which stand among the held-out ones in one of their eight symmetries`,
);

// Questions: drawn anew at every epoch for training, frozen for evaluation.
const pictures = new Map(
  await Promise.all([...trainRows, ...evalRows].map(async ({ id, image }) => [id, await decodeImage(image.bytes)] as const)),
);
const sample = (row: tasks.UltimateRow, question: tasks.UltimateQuestion) =>
  chat.encode({ id: question.id, messages: tasks.answered(question), images: [pictures.get(row.id)!] });
const drawBatch = (indices: readonly number[], epoch: number) =>
  collate(
    indices.map((index) => {
      const row = trainRows[index]!;
      return sample(row, tasks.drawQuestion(row, random(3, epoch * trainRows.length + index)));
    }),
  );
const batches = shuffledBatches(trainRows.length, drawBatch, { batchSize, seed: 4 });
const held = tasks.evaluationQuestions(evalRows, { seed: 5, perTask: 110 });
const heldBatches = Array.from({ length: 8 }, (_, batch) =>
  collate(held.filter((_, index) => index % 55 === batch).map(({ row, question }) => sample(row, question))),
);

// Fine-tuning: LoRA on every linear layer.
const adapter = attach(model, { r: 16, loraAlpha: 32, targetModules: "all-linear" }, { seed: 6 });
const trainee = { loss: (batch: Parameters<typeof model.loss>[0]) => model.loss(batch), parameters: adapter.parameters };
for (const old of ["checkpoints", "metrics.jsonl"]) await rm(join(folder, old), { recursive: true, force: true });
const metrics = await openMetrics(join(folder, "metrics.jsonl"));
const losses: { step: number; loss: number; evalLoss?: number }[] = [];
const training = progress(`train ${(adapter.parameterCount / 1000).toFixed(0)}k on ${backend}`, steps, { unit: "step" });
const schedule = cosineSchedule({ learningRate: Number(process.env.LR ?? 2e-3), steps, warmupSteps: 20 });
const optimizer = adamw({ weightDecay: 0.05 });
for await (const step of train({ model: trainee, batches, steps, optimizer, schedule, maxGradNorm: 0.3 })) {
  const evalLoss = step.step % 50 === 0 ? (await meanLoss(trainee, heldBatches)).loss : undefined;
  const { loss, gradNorm: grad_norm, learningRate: learning_rate } = step;
  losses.push({ step: step.step, loss, ...(evalLoss && { evalLoss }) });
  await metrics.write({ step: step.step, loss, eval_loss: evalLoss, grad_norm, learning_rate });
  if (step.step % 100 === 0) await saveCheckpoint(join(folder, "checkpoints"), step.state, { saveTotalLimit: 2 });
  training.update(step.step, { loss: loss.toFixed(3), ...(evalLoss && { held: evalLoss.toFixed(3) }) });
}
training.finish();
await metrics.close();
await saveAdapter(join(folder, "adapter"), adapter, { baseModel: "tiny-qwen3-vl" });

// Evaluation: the tuned model beside its controls; moves judged by a deeper search, beside the teacher's own.
const answer = (conversations: readonly Conversation[]) =>
  ask(model, { ...chat, collate }, conversations, { maxNewTokens: 200 });
const { tuned, controls } = await evaluateAll(held, answer, adapter, (id) => pictures.get(id)!);
const evaluations = { tuned, ...controls };
console.log(`\n${evaluationTable(evaluations)}\n\n${comparisonTable(compare(tuned, controls))}\n`);
const regrets = judgeMoves(held, evaluations, { simulations: 4000, seed: 7 });

// Play: an answer that is no legal move is counted and replaced by a random one.
const matches = await playGames(async (state) => {
  const [text] = await answer([{ id: "play", messages: tasks.moveQuestion(state), images: [drawUltimateTicTacToe(state)] }]);
  return tasks.readMove(text!, state);
});
const facts = { "training positions": trainRows.length, "held-out positions": evalRows.length, steps, backend };
await writeReport(join(folder, "report.html"), { held, losses, tuned, controls, regrets, games: matches, facts });
