import { mropePositions } from "@vlm/collator";
import { random } from "@vlm/mcts";
import { openSafetensors, type TensorData } from "@vlm/safetensors";
import { fileSource, writeSafetensors } from "@vlm/safetensors/node";
import type { Batch } from "@vlm/types";
import { gaussian } from "../gaussian.js";

/** What a batch must know of a checkpoint's `config.json`. */
export interface BatchConfig {
  readonly image_token_id: number;
  readonly vision_start_token_id: number;
  readonly vision_end_token_id: number;
  readonly text_config: { readonly vocab_size: number } & Readonly<Record<string, unknown>>;
  readonly vision_config: { readonly spatial_merge_size: number } & Readonly<Record<string, unknown>>;
}

const LENGTH = 256;
/** A picture of 192 × 192 pixels in patches of 16, and the tokens that stand for it after merging 2 × 2. */
const SIDE = 12;
const PATCH = 3 * 2 * 16 * 16;
const IMAGE = { first: 6, tokens: (SIDE / 2) ** 2 };
/** The last 76 tokens of a row are trained. */
const FIRST_LABEL = 180;

/** Writes rows of 256 random tokens with one picture each, under the names that transformers has for them. */
export async function writeBatch(path: string, config: BatchConfig, rows: number): Promise<void> {
  const draw = random(11);
  // Special tokens stand at one end of the vocabulary or the other: take from the middle.
  const { vocab_size: vocabulary } = config.text_config;
  const [low, high] = [Math.floor(vocabulary / 16), Math.floor((15 / 16) * vocabulary)];
  const ids = Int32Array.from({ length: rows * LENGTH }, () => low + Math.floor(draw() * (high - low)));
  const labels = new Int32Array(rows * LENGTH).fill(-100);
  const { first, tokens } = IMAGE;
  for (let row = 0; row < rows; row++) {
    const start = row * LENGTH;
    ids[start + first - 1] = config.vision_start_token_id;
    ids.fill(config.image_token_id, start + first, start + first + tokens);
    ids[start + first + tokens] = config.vision_end_token_id;
    labels.set(ids.subarray(start + FIRST_LABEL, start + LENGTH), start + FIRST_LABEL);
  }
  const matrix = (data: Int32Array): TensorData => ({ dtype: "I32", shape: [rows, data.length / rows], data });
  const patches = rows * SIDE * SIDE;
  await writeSafetensors(path, [
    ["input_ids", matrix(ids)],
    ["labels", matrix(labels)],
    ["image_grid_thw", matrix(Int32Array.from({ length: 3 * rows }, (_, at) => [1, SIDE, SIDE][at % 3]!))],
    ["pixel_values", { dtype: "F32", shape: [patches, PATCH], data: gaussian(draw, patches * PATCH) }],
  ]);
}

export async function readBatch(path: string, config: BatchConfig): Promise<Batch> {
  const file = await openSafetensors(await fileSource(path));
  try {
    const shape = (name: string): readonly number[] => file.tensors.get(name)!.shape;
    const matrix = async (name: string): Promise<{ data: Int32Array; shape: readonly number[] }> => ({
      data: await file.readInt32(name),
      shape: shape(name),
    });
    const [inputIds, imageGrid] = [await matrix("input_ids"), await matrix("image_grid_thw")];
    const attentionMask = { data: new Int32Array(inputIds.data.length).fill(1), shape: inputIds.shape };
    const positionIds = mropePositions(inputIds, attentionMask, imageGrid, {
      imageTokenId: config.image_token_id,
      spatialMergeSize: config.vision_config.spatial_merge_size,
    });
    return {
      ids: Array.from({ length: inputIds.shape[0]! }, (_, row) => `row ${row}`),
      ...{ inputIds, attentionMask, positionIds, labels: await matrix("labels"), imageGrid },
      pixelValues: { data: await file.readFloat32("pixel_values"), shape: shape("pixel_values") },
    };
  } finally {
    await file.close();
  }
}
