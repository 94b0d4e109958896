/** The ring, once round: self-play → pictures → dataset → questions → fine-tuning → evaluation → play → report. */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadChat } from "@vlm/chat-template/node";
import { progress } from "@vlm/cli/progress";
import { decodeImage, loadCollator } from "@vlm/collator/node";
import { splitByGroup } from "@vlm/dataset";
import { readDataset, writeDataset } from "@vlm/dataset/node";
import { ultimateTicTacToe as game } from "@vlm/games";
import { attach } from "@vlm/lora";
import { saveAdapter } from "@vlm/lora/node";
import { random, selfPlay } from "@vlm/mcts";
import { load } from "@vlm/models/node";
import { useBackend } from "@vlm/ops";
import { drawUltimateTicTacToe, rotations, themeNames } from "@vlm/render";
import { encodePng } from "@vlm/render/node";
import { answered, drawQuestion, evaluationQuestions, features, positionKey, row, type UltimateRow } from "@vlm/tasks";
import { adamw, cosineSchedule, meanLoss, shuffledBatches, train } from "@vlm/trainer";
import { openMetrics, saveCheckpoint } from "@vlm/trainer/node";
import { evaluateAll } from "./evaluate-all.js";
import { playGames } from "./play-games.js";
import { writeReport } from "./write-report.js";

const folder = join("runs", "demo");
const checkpoint = fileURLToPath(new URL("../../checkpoints/tiny-qwen3-vl", import.meta.url));
const [games, heldOut, steps, batchSize] = [36, [0, 1, 2, 3, 4, 5], 400, 8];

const backend = await useBackend();
const model = await load(checkpoint);
const chat = await loadChat(checkpoint);
const collate = await loadCollator(checkpoint);

// Self-play: every position is searched, drawn, and labelled in the frame of its picture.
const played: UltimateRow[] = [];
const playing = progress("self-play", games, { unit: "game" });
for (const { game: number, ply, state, search } of selfPlay(game, { games, simulations: 400, epsilon: 0.15, seed: 1 })) {
  const chance = random(2, 1000 * number + ply);
  const rotation = chance() < 0.5 ? 0 : rotations[1 + Math.floor(3 * chance())]!;
  const theme = themeNames[Math.floor(themeNames.length * chance())]!;
  const image = await encodePng(drawUltimateTicTacToe(state, { rotation, theme }));
  played.push(row({ id: `game-${number}-ply-${ply}`, game: number, ply, state, search, rotation, image }));
  playing.update(number);
}
playing.finish({ positions: played.length });

// Dataset: no game, and no symmetry class of a position, stands on both sides.
const { splits, dropped } = splitByGroup(played, { group: (row) => row.game, key: positionKey, fractions: { eval: heldOut } });
await writeDataset(join(folder, "dataset"), splits, { features, overwrite: true });
const dataset = await readDataset(join(folder, "dataset"));
const rowsOf = async (split: string): Promise<UltimateRow[]> => Array.fromAsync(dataset.rows(split)) as Promise<UltimateRow[]>;
const [trainRows, evalRows] = [await rowsOf("train"), await rowsOf("eval")];
console.log(`dataset: ${trainRows.length} positions to train on, ${evalRows.length} held out, ${dropped.length} dropped because a symmetric one is held out`);

// Questions: drawn anew at every epoch for training, frozen for evaluation.
const pictures = new Map(await Promise.all([...trainRows, ...evalRows].map(async ({ id, image }) => [id, await decodeImage(image.bytes)] as const)));
const sample = (row: UltimateRow, question: Parameters<typeof answered>[0]) => chat.encode({ id: question.id, messages: answered(question), images: [pictures.get(row.id)!] });
const batches = shuffledBatches(trainRows.length, (indices, epoch) =>
    collate(indices.map((index) => sample(trainRows[index]!, drawQuestion(trainRows[index]!, random(3, epoch * trainRows.length + index))))), { batchSize, seed: 4 });
const held = evaluationQuestions(evalRows, { seed: 5, perTask: 110 });
const heldBatches = Array.from({ length: 8 }, (_, batch) => collate(held.filter((_, index) => index % 55 === batch).map(({ row, question }) => sample(row, question))));

// Fine-tuning: LoRA on every linear layer.
const adapter = attach(model, { r: 16, loraAlpha: 32, targetModules: "all-linear" }, { seed: 6 });
const trainee = { loss: model.loss, parameters: adapter.parameters };
await rm(join(folder, "checkpoints"), { recursive: true, force: true });
await rm(join(folder, "metrics.jsonl"), { force: true });
const metrics = await openMetrics(join(folder, "metrics.jsonl"));
const losses: { step: number; loss: number; evalLoss?: number }[] = [];
const training = progress(`train ${(adapter.parameterCount / 1000).toFixed(0)}k parameters on ${backend}`, steps, { unit: "step" });
const schedule = cosineSchedule({ learningRate: 2e-3, steps, warmupSteps: 20 });
for await (const step of train({ model: trainee, batches, steps, optimizer: adamw({ weightDecay: 0.05 }), schedule, maxGradNorm: 0.3 })) {
  const evalLoss = step.step % 50 === 0 ? (await meanLoss(trainee, heldBatches)).loss : undefined;
  losses.push({ step: step.step, loss: step.loss, evalLoss });
  await metrics.write({ step: step.step, loss: step.loss, eval_loss: evalLoss, grad_norm: step.gradNorm, learning_rate: step.learningRate });
  if (step.step % 100 === 0) await saveCheckpoint(join(folder, "checkpoints"), step.state, { saveTotalLimit: 2 });
  training.update(step.step, { loss: step.loss.toFixed(3), ...(evalLoss && { eval: evalLoss.toFixed(3) }) });
}
training.finish();
await metrics.close();
await saveAdapter(join(folder, "adapter"), adapter, { baseModel: "tiny-qwen3-vl" });
