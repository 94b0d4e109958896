import { existsSync } from "node:fs";
import { cp, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { attach } from "@vlm/lora";
import { saveAdapter } from "@vlm/lora/node";
import { load } from "@vlm/models/node";
import { useBackend } from "@vlm/ops";
import type { Context } from "../case.js";
import { writeBatch } from "./batch.js";
import { writeSmallModel } from "./small-model.js";
import type { TrainWork } from "./work.js";

const TINY = fileURLToPath(new URL("../../../../examples/checkpoints/tiny-qwen3-vl", import.meta.url));

/** Writes what both sides load: the checkpoint, an adapter to start from, and the batch; each once. */
export async function prepare({ folder }: Context, { checkpoint, adapter, batch, rows }: TrainWork): Promise<void> {
  const model = join(folder, checkpoint);
  if (!existsSync(model)) {
    if (checkpoint === "tiny") await cp(TINY, model, { recursive: true });
    else await writeSmallModel(model);
  }
  if (!existsSync(join(folder, adapter))) await writeAdapter(model, join(folder, adapter));
  if (!existsSync(join(folder, batch)))
    await writeBatch(join(folder, batch), JSON.parse(await readFile(join(model, "config.json"), "utf8")), rows);
}

/** LoRA as PEFT starts it, of rank 16 on every linear layer. */
async function writeAdapter(checkpoint: string, folder: string): Promise<void> {
  await useBackend("cpu");
  const model = await load(checkpoint);
  const adapter = attach(model, { r: 16, loraAlpha: 32, targetModules: "all-linear" }, { seed: 1 });
  await saveAdapter(folder, adapter, { baseModel: checkpoint });
  adapter.dispose();
  model.dispose();
}
