import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { mropePositions } from "@vlm/collator";
import { attach, countParameters, trainee } from "@vlm/lora";
import { random } from "@vlm/mcts";
import { adamw, constantSchedule, train } from "@vlm/trainer";
import type { Batch } from "@vlm/types";
import { gaussian } from "../bench/gaussian.js";
import { megabytes, peakMemory } from "./memory.js";
import { openModel } from "./open-model.js";

const LENGTH = 512;
const LIMIT = 12e9;
/** A picture of 288 × 288 pixels: patches a side, and numbers of one. */
const SIDE = 18;
const PATCH = 3 * 2 * 16 * 16;

interface Config {
  readonly image_token_id: number;
  readonly vision_start_token_id: number;
  readonly text_config: { readonly vocab_size: number };
}

/** Loads a checkpoint and takes one step of QLoRA: rank 16 on every linear layer, one row of 512 tokens, checkpointing. */
export async function takeStep(folder: string): Promise<void> {
  const model = await openModel(folder);
  model.checkpointing = true;
  const config = { r: 16, loraAlpha: 32, targetModules: "all-linear" };
  console.log(`adapter   ${(countParameters(model, config) / 1e6).toFixed(1)} million parameters`);
  const adapter = attach(model, config, { seed: 1 });
  const batch = randomBatch(JSON.parse(await readFile(join(folder, "config.json"), "utf8")) as Config);
  const steps = train({
    model: trainee(model, adapter),
    batches: { epochLength: 1, at: () => batch },
    steps: 1,
    optimizer: adamw({ weightDecay: 0.01 }),
    schedule: constantSchedule({ learningRate: 1e-4 }),
    maxGradNorm: 1,
  });
  const began = performance.now();
  for await (const { loss, gradNorm } of steps) {
    const seconds = (performance.now() - began) / 1000;
    console.log(`step      ${seconds.toFixed(1)} s, ${(LENGTH / seconds).toFixed(2)} tokens/s`);
    console.log(`loss      ${loss.toFixed(4)}, gradient norm ${gradNorm.toFixed(4)}`);
  }
  const peak = peakMemory();
  console.log(`peak      ${megabytes(peak)} of ${megabytes(LIMIT)} allowed: ${peak < LIMIT ? "kept" : "MISSED"}`);
  adapter.dispose();
  model.dispose();
}

/** Random tokens, of which all but the picture's are trained. */
function randomBatch({ image_token_id, vision_start_token_id, text_config }: Config): Batch {
  const draw = random(11);
  const shape = [1, LENGTH];
  const [first, tokens] = [6, (SIDE / 2) ** 2];
  const ids = Int32Array.from({ length: LENGTH }, () => 1000 + Math.floor(draw() * (text_config.vocab_size - 2000)));
  ids[first - 1] = vision_start_token_id;
  ids.fill(image_token_id, first, first + tokens);
  const labels = ids.map((id, i) => (i < first + tokens ? -100 : id));
  const inputIds = { data: ids, shape };
  const attentionMask = { data: new Int32Array(LENGTH).fill(1), shape };
  const imageGrid = { data: Int32Array.of(1, SIDE, SIDE), shape: [1, 3] };
  return {
    ids: ["random"],
    inputIds,
    attentionMask,
    labels: { data: labels, shape },
    imageGrid,
    positionIds: mropePositions(inputIds, attentionMask, imageGrid, {
      imageTokenId: image_token_id,
      spatialMergeSize: 2,
    }),
    pixelValues: { data: gaussian(draw, SIDE * SIDE * PATCH), shape: [SIDE * SIDE, PATCH] },
  };
}
