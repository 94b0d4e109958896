import { rm } from "node:fs/promises";
import { join } from "node:path";
import { progress } from "@vlm/cli/progress";
import {
  adamw,
  type BatchSource,
  cosineSchedule,
  type GradientSource,
  meanLoss,
  type Trainee,
  train,
} from "@vlm/trainer";
import { latestCheckpoint, openMetrics, readMetrics, restore, saveCheckpoint } from "@vlm/trainer/node";
import type { Batch } from "@vlm/types";

export interface Loss {
  readonly step: number;
  readonly loss: number;
  /** On held-out questions. */
  readonly eval_loss?: number;
}

export interface FineTuning {
  readonly steps: number;
  readonly learningRate: number;
  readonly gradients: GradientSource;
  readonly batches: BatchSource;
  readonly heldBatches: readonly Batch[];
  /** Goes on from the newest checkpoint of an earlier run, to the same result. */
  readonly resume: boolean;
}

/** Trains, evaluates every 50 steps, keeps checkpoints and `metrics.jsonl` in a folder. */
export async function fineTune(
  folder: string,
  model: Trainee,
  { steps, learningRate, gradients, batches, heldBatches, resume }: FineTuning,
): Promise<readonly Loss[]> {
  const checkpoints = join(folder, "checkpoints");
  const log = join(folder, "metrics.jsonl");
  if (!resume) for (const old of [checkpoints, log]) await rm(old, { recursive: true, force: true });
  const { checkpoint, warnings } = await latestCheckpoint(checkpoints);
  for (const warning of warnings) console.warn(warning);
  const from = checkpoint ? (await restore(checkpoint.path)).state : null;

  const metrics = await openMetrics(log);
  const bar = progress("fine-tune", steps, { unit: "step", initial: from?.step ?? 0 });
  const schedule = cosineSchedule({ learningRate, steps, warmupSteps: Math.round(steps / 15) });
  const options = { model, gradients, batches, steps, optimizer: adamw({ weightDecay: 0.05 }), schedule, from };
  // Two micro-batches a step, each on a thread of its own.
  for await (const step of train({ ...options, gradientAccumulationSteps: 2, maxGradNorm: 0.3 })) {
    const { step: number, loss, gradNorm, learningRate: rate, state } = step;
    const evaluated = number % 50 === 0 || number === steps;
    const evalLoss = evaluated ? (await meanLoss(model, heldBatches)).loss : undefined;
    await metrics.write({ step: number, loss, eval_loss: evalLoss, grad_norm: gradNorm, learning_rate: rate });
    if (evaluated) await saveCheckpoint(checkpoints, state, { saveTotalLimit: 2 });
    bar.update(number, { loss: loss.toFixed(3), ...(evaluated && { held: evalLoss!.toFixed(3) }) });
  }
  bar.finish();
  await metrics.close();
  // Of a resumed run, the steps before as well.
  return (await readMetrics(log)) as unknown as readonly Loss[];
}
