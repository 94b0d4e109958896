import type { Batch } from "@vlm/types";
import { type CollateOptions, collate, type Rows } from "../collate.js";
import type { ImageOptions } from "../expand.js";
import type { ImageProcessor } from "../image-processor.js";
import { loadImageProcessor } from "./load-image-processor.js";
import { type Json, readConfig } from "./read-config.js";

export type LoadCollatorOptions = Omit<CollateOptions, "imageProcessor" | "imageTokenId" | "padTokenId">;

/** A checkpoint's collator: `collate` with its options. */
export interface Collator {
  (rows: Rows): Batch;
  /** For `fitSamples` and `countTokens`. */
  readonly options: CollateOptions;
}

/**
 * The collator of a checkpoint folder: image settings from its processor's file, token ids from config.json. Where no
 * padding token is named padding is token 0, which the mask hides. A checkpoint without a vision tower takes text alone.
 */
export async function loadCollator(folder: string, options: LoadCollatorOptions = {}): Promise<Collator> {
  const config = await readConfig(folder, "config.json");
  if (config === undefined) {
    throw new Error(
      `collator.loadCollator: ${folder} has no config.json; expected a checkpoint's. Use the folder of a checkpoint.`,
    );
  }
  const named = [config.pad_token_id, section(config, "text_config").pad_token_id].find((id) => typeof id === "number");
  const padTokenId = typeof named === "number" ? named : 0;
  const imageTokenId = config.image_token_id ?? config.image_token_index;
  const isText = config.vision_config == null && imageTokenId == null;
  const images = isText ? {} : await imagesOf(folder, config, imageTokenId);
  const all = { ...options, ...images, padTokenId };
  return Object.assign((rows: Rows) => collate(rows, all), { options: all });
}

async function imagesOf(folder: string, config: Json, imageTokenId: unknown): Promise<ImageOptions> {
  const imageProcessor = await loadImageProcessor(folder);
  if (typeof imageTokenId !== "number") {
    throw new Error(
      `collator.loadCollator: ${folder} has no image_token_id in config.json; expected the id of its placeholder. Use the folder of a vision-language checkpoint.`,
    );
  }
  checkTower(folder, config, imageProcessor);
  return { imageProcessor, imageTokenId };
}

/** Both files say how many patches or tokens a picture has; a folder put together from two checkpoints is found here. */
function checkTower(folder: string, config: Json, processor: ImageProcessor): void {
  const { spatial_merge_size: mergeSize, image_size: side } = section(config, "vision_config");
  const check = (what: string, inProcessor: unknown, inConfig: unknown): void => {
    if (inConfig == null || inProcessor === inConfig) return;
    throw new Error(
      `collator.loadCollator: ${folder} has ${what} ${inProcessor} in its image processor and ${inConfig} in config.json; expected the same. Copy both files from one checkpoint.`,
    );
  };
  if (processor.mergeSize !== undefined) check("merge size", processor.mergeSize, mergeSize);
  else if (typeof side === "number") {
    const { tokens, shape } = processor.layout({ width: side, height: side });
    check("image size", shape.slice(2).join("x"), `${side}x${side}`);
    check("image_seq_length", tokens, config.mm_tokens_per_image);
  }
}

function section(config: Json, name: string): Json {
  const value = config[name];
  return typeof value === "object" && value !== null ? (value as Json) : {};
}
