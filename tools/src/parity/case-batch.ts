import { mropePositions } from "@vlm/collator";
import type { Safetensors } from "@vlm/safetensors";
import type { Batch, NdArray } from "@vlm/types";

/** What positions depend on, from a checkpoint's config.json. */
export interface ImageLayout {
  readonly imageTokenId: number;
  readonly spatialMergeSize: number;
}

export function imageLayout(config: {
  readonly image_token_id: number;
  readonly vision_config: { readonly spatial_merge_size: number };
}): ImageLayout {
  return { imageTokenId: config.image_token_id, spatialMergeSize: config.vision_config.spatial_merge_size };
}

/** The batch that a case stores as `<prefix>.input_ids`, `<prefix>.attention_mask` and so on. */
export async function caseBatch(golden: Safetensors, prefix: string, layout: ImageLayout): Promise<Batch> {
  const integers = async (name: string): Promise<NdArray<Int32Array>> => ({
    data: await golden.readInt32(`${prefix}.${name}`),
    shape: golden.tensors.get(`${prefix}.${name}`)!.shape,
  });
  const [inputIds, attentionMask, labels] = [
    await integers("input_ids"),
    await integers("attention_mask"),
    await integers("labels"),
  ];
  const hasImages = golden.tensors.has(`${prefix}.image_grid_thw`);
  const imageGrid = hasImages ? await integers("image_grid_thw") : undefined;
  const pixels = `${prefix}.pixel_values`;
  return {
    ids: Array.from({ length: inputIds.shape[0]! }, (_, row) => `${prefix} ${row}`),
    inputIds,
    attentionMask,
    positionIds: mropePositions(inputIds, attentionMask, imageGrid, layout),
    labels,
    ...(imageGrid && {
      imageGrid,
      pixelValues: { data: await golden.readFloat32(pixels), shape: golden.tensors.get(pixels)!.shape },
    }),
  };
}

/** One row of a batch without its padding, with its images. */
export function firstRow(batch: Batch, layout: ImageLayout): Batch {
  const length = batch.attentionMask.data.subarray(0, batch.attentionMask.shape[1]).reduce((sum, x) => sum + x, 0);
  const row = (array: NdArray<Int32Array>): NdArray<Int32Array> => ({
    data: array.data.slice(0, length),
    shape: [1, length],
  });
  const [inputIds, attentionMask] = [row(batch.inputIds), row(batch.attentionMask)];
  let [images, patches, left] = [0, 0, inputIds.data.filter((id) => id === layout.imageTokenId).length];
  for (; left > 0; images++) {
    const [t, h, w] = batch.imageGrid!.data.subarray(3 * images, 3 * images + 3) as unknown as [number, number, number];
    patches += t * h * w;
    left -= (t * h * w) / layout.spatialMergeSize ** 2;
  }
  const imageGrid = images > 0 ? { data: batch.imageGrid!.data.slice(0, 3 * images), shape: [images, 3] } : undefined;
  const width = batch.pixelValues?.shape[1] ?? 0;
  return {
    ids: batch.ids.slice(0, 1),
    inputIds,
    attentionMask,
    positionIds: mropePositions(inputIds, attentionMask, imageGrid, layout),
    labels: row(batch.labels),
    ...(imageGrid && {
      imageGrid,
      pixelValues: { data: batch.pixelValues!.data.slice(0, patches * width), shape: [patches, width] },
    }),
  };
}
