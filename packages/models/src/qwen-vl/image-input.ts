import type { Batch } from "@vlm/types";
import { checkTokens } from "../batch/check-tokens.js";
import { type Tokens, tokensOf } from "../batch/tokens.js";
import { type PatchGrid, patchCount } from "../vision/patch-grid.js";
import type { QwenVLConfig } from "./config.js";

/** A batch that has been found to fit a model with pictures of any size. */
export interface ImageInput extends Tokens {
  /** Tokens that are not images', and those that are: indices among the N. */
  readonly textRows: Int32Array;
  readonly imageRows: Int32Array;
  readonly grids: readonly PatchGrid[];
  /** [P, patch numbers]; null without images. */
  readonly pixels: Float32Array | null;
}

/** @throws when the batch does not fit the model; nothing has been computed then */
export function imageInputOf(config: QwenVLConfig, batch: Batch): ImageInput {
  const tokens = tokensOf(batch);
  checkTokens(tokens, batch, config.text);
  if (tokens.ids.includes(config.videoToken)) {
    throw new Error(
      `models.batch: token ${config.videoToken} stands for video; expected images only. Pass frames as images.`,
    );
  }
  const all = Int32Array.from(tokens.ids.keys());
  const imageRows = all.filter((i) => tokens.ids[i] === config.imageToken);
  const textRows = all.filter((i) => tokens.ids[i] !== config.imageToken);
  return { ...tokens, textRows, imageRows, ...imagesOf(config, batch, imageRows.length) };
}

function imagesOf(
  { vision, imageToken }: QwenVLConfig,
  batch: Batch,
  placeholders: number,
): { grids: readonly PatchGrid[]; pixels: Float32Array | null } {
  const { imageGrid, pixelValues } = batch;
  const patchNumbers = vision.patchShape.reduce((a, b) => a * b, 1);
  const rows = imageGrid ? imageGrid.data.length / 3 : 0;
  const grids = Array.from({ length: rows }, (_, i): PatchGrid => {
    const [frames, height, width] = imageGrid!.data.subarray(3 * i, 3 * i + 3) as unknown as [number, number, number];
    if (frames < 1 || height < 1 || width < 1 || height % vision.mergeSize || width % vision.mergeSize) {
      throw new Error(
        `models.batch: image ${i} has a grid of [${frames},${height},${width}] patches; expected height and width to be multiples of ${vision.mergeSize}. Use the image processor of this checkpoint.`,
      );
    }
    return { frames, height, width };
  });
  const patches = grids.reduce((sum, grid) => sum + patchCount(grid), 0);
  const expected = patches / vision.mergeSize ** 2;
  if (expected !== placeholders) {
    throw new Error(
      `models.batch: ${placeholders} image tokens (${imageToken}) for ${grids.length} images that make ${expected} features; expected as many tokens as features. Do not cut samples inside an image.`,
    );
  }
  const shape = pixelValues?.shape ?? [0, patchNumbers];
  if (shape.join() !== [patches, patchNumbers].join()) {
    throw new Error(
      `models.batch: pixelValues has shape [${shape}]; expected [${patches},${patchNumbers}] for the image grids. Use the image processor of this checkpoint.`,
    );
  }
  return { grids, pixels: patches > 0 ? pixelValues!.data : null };
}
