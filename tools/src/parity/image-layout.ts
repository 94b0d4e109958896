import { mropePositions } from "@vlm/collator";
import type { Batch, NdArray } from "@vlm/types";

type Integers = NdArray<Int32Array>;

/** How a family lays images out in a batch. */
export interface ImageLayout {
  /** [A, B, T] */
  positions(inputIds: Integers, attentionMask: Integers, imageGrid: Integers | undefined): Integers;
  /** A batch's first images, as many as fill these tokens' places. */
  images(batch: Batch, tokens: Int32Array): Pick<Batch, "imageGrid" | "pixelValues">;
}

/** What it depends on, from a checkpoint's config.json. */
export interface LayoutConfig {
  readonly image_token_id?: number;
  readonly image_token_index?: number;
  readonly mm_tokens_per_image?: number;
  readonly vision_config?: { readonly spatial_merge_size?: number };
}

export function imageLayout(config: LayoutConfig): ImageLayout {
  const imageTokenId = config.image_token_id ?? config.image_token_index ?? -1;
  const spatialMergeSize = config.vision_config?.spatial_merge_size;
  return spatialMergeSize === undefined
    ? fixedLayout(imageTokenId, config.mm_tokens_per_image ?? 0)
    : gridLayout(imageTokenId, spatialMergeSize);
}

/** Images of any size, each with a grid of patches. */
function gridLayout(imageTokenId: number, spatialMergeSize: number): ImageLayout {
  return {
    positions: (ids, mask, grid) => mropePositions(ids, mask, grid, { imageTokenId, spatialMergeSize }),
    images({ imageGrid, pixelValues }, tokens) {
      let [images, patches, left] = [0, 0, tokens.filter((id) => id === imageTokenId).length];
      if (left === 0) return {};
      for (; left > 0; images++) {
        const [t, h, w] = imageGrid!.data.subarray(3 * images, 3 * images + 3) as unknown as [number, number, number];
        patches += t * h * w;
        left -= (t * h * w) / spatialMergeSize ** 2;
      }
      return { imageGrid: first(imageGrid!, images), pixelValues: first(pixelValues!, patches) };
    },
  };
}

/** Images of one size, each worth as many tokens; or none. */
function fixedLayout(imageTokenId: number, imageTokens: number): ImageLayout {
  return {
    positions: (_ids, mask) => countedPositions(mask),
    images({ pixelValues }, tokens) {
      const places = tokens.filter((id) => id === imageTokenId).length;
      return places > 0 ? { pixelValues: first(pixelValues!, places / imageTokens) } : {};
    },
  };
}

/** Each token's number in its row. */
function countedPositions({ data, shape }: Integers): Integers {
  let next = 0;
  const positions = data.map((isToken, place) => {
    if (place % shape[1]! === 0) next = 0;
    return isToken ? next++ : 0;
  });
  return { data: positions, shape: [1, ...shape] };
}

/** The first entries along the first axis. */
function first<Data extends Float32Array | Int32Array>({ data, shape }: NdArray<Data>, count: number): NdArray<Data> {
  const size = shape.slice(1).reduce((a, b) => a * b, 1);
  return { data: data.slice(0, count * size) as Data, shape: [count, ...shape.slice(1)] };
}
