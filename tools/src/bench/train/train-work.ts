import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { trainee } from "@vlm/lora";
import { loadAdapter } from "@vlm/lora/node";
import { load } from "@vlm/models/node";
import { fourBit } from "@vlm/quant-cuda";
import { adamw, constantSchedule, train } from "@vlm/trainer";
import type { Work } from "../case.js";
import { readBatch } from "./batch.js";
import type { TrainWork } from "./work.js";

/** Training as a user writes it; a call is one optimizer step on the same batch. */
export async function trainWork(folder: string, { task, checkpoint, adapter, batch }: TrainWork): Promise<Work> {
  const path = join(folder, checkpoint);
  const config = JSON.parse(await readFile(join(path, "config.json"), "utf8"));
  const made = await readBatch(join(folder, batch), config);
  const model = await load(path, task === "qlora" ? { quantization: fourBit() } : {});
  const lora = await loadAdapter(model, join(folder, adapter), { trainable: true });
  const steps = train({
    model: trainee(model, lora),
    batches: { epochLength: 1, at: () => made },
    steps: Number.MAX_SAFE_INTEGER,
    optimizer: adamw({ weightDecay: 0.01 }),
    schedule: constantSchedule({ learningRate: 1e-3 }),
    maxGradNorm: Infinity,
  });
  const step = async (): Promise<number> => (await steps.next()).value!.loss;
  return { run: step, output: async () => ({ loss: Float32Array.of(await step()) }) };
}
