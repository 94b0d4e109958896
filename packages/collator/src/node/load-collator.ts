import type { Batch, Sample } from "@vlm/types";
import { type CollateOptions, collate } from "../collate.js";
import { loadImageProcessor } from "./load-image-processor.js";
import { type Json, readConfig } from "./read-config.js";

export type LoadCollatorOptions = Omit<CollateOptions, "imageProcessor" | "imageTokenId" | "padTokenId">;

/**
 * The collator of a checkpoint folder: image settings from its processor's file, token ids from config.json. Where no
 * padding token is named padding is token 0, which the mask hides.
 */
export async function loadCollator(
  folder: string,
  options: LoadCollatorOptions = {},
): Promise<(samples: readonly Sample[]) => Batch> {
  const imageProcessor = await loadImageProcessor(folder);
  const config = await readConfig(folder, "config.json");
  const imageTokenId = config?.image_token_id;
  if (config === undefined || typeof imageTokenId !== "number") {
    throw new Error(
      `collator.loadCollator: ${folder} has no image_token_id in config.json; expected the id of its placeholder. Use the folder of a vision-language checkpoint.`,
    );
  }
  const mergeSize = section(config, "vision_config").spatial_merge_size;
  if (mergeSize !== undefined && mergeSize !== imageProcessor.mergeSize) {
    throw new Error(
      `collator.loadCollator: ${folder} merges ${imageProcessor.mergeSize} patches a side in its image processor and ${mergeSize} in config.json; expected the same. Copy both files from one checkpoint.`,
    );
  }
  const named = [config.pad_token_id, section(config, "text_config").pad_token_id].find((id) => typeof id === "number");
  const padTokenId = typeof named === "number" ? named : 0;
  return (samples) => collate(samples, { ...options, imageProcessor, imageTokenId, padTokenId });
}

function section(config: Json, name: string): Json {
  const value = config[name];
  return typeof value === "object" && value !== null ? (value as Json) : {};
}
