import { copyFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { architectureOf } from "@vlm/models";
import { writeSafetensors, writeWholeFolder } from "@vlm/safetensors/node";
import { initialWeights } from "./initial-weights.js";

/** What a checkpoint has beside its weights. */
export const sideFiles = [
  "config.json",
  "generation_config.json",
  "preprocessor_config.json",
  "tokenizer.json",
  "tokenizer_config.json",
  "chat_template.jinja",
] as const;

/** A checkpoint folder of the same shape, words and picture settings as another one, with random weights. */
export async function writeInitialCheckpoint(like: string, folder: string, { seed }: { seed: number }): Promise<void> {
  const config = JSON.parse(await readFile(join(like, "config.json"), "utf8"));
  const { shapes } = architectureOf(config);
  const { initializer_range: range = 0.02, pad_token_id: padToken = null } = config.text_config;
  await writeWholeFolder(folder, { caller: "tiny.writeInitialCheckpoint" }, async (temporary) => {
    for (const name of sideFiles) await copyFile(join(like, name), join(temporary, name));
    const weights = initialWeights(shapes, { range, padToken, seed });
    await writeSafetensors(join(temporary, "model.safetensors"), weights, { format: "pt" });
  });
}
