import type { Safetensors } from "@vlm/safetensors";
import type { Batch, NdArray } from "@vlm/types";
import type { ImageLayout } from "./image-layout.js";

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
  const pixels = `${prefix}.pixel_values`;
  const imageGrid = golden.tensors.has(`${prefix}.image_grid_thw`) ? await integers("image_grid_thw") : undefined;
  return {
    ids: Array.from({ length: inputIds.shape[0]! }, (_, row) => `${prefix} ${row}`),
    inputIds,
    attentionMask,
    positionIds: layout.positions(inputIds, attentionMask, imageGrid),
    labels,
    ...(imageGrid && { imageGrid }),
    ...(golden.tensors.has(pixels) && {
      pixelValues: { data: await golden.readFloat32(pixels), shape: golden.tensors.get(pixels)!.shape },
    }),
  };
}

/** A batch's first row without its padding, with its images. */
export function firstRow(batch: Batch, layout: ImageLayout): Batch {
  const length = batch.attentionMask.data.subarray(0, batch.attentionMask.shape[1]).reduce((sum, x) => sum + x, 0);
  const row = (array: NdArray<Int32Array>): NdArray<Int32Array> => ({
    data: array.data.slice(0, length),
    shape: [1, length],
  });
  const [inputIds, attentionMask] = [row(batch.inputIds), row(batch.attentionMask)];
  const images = layout.images(batch, inputIds.data);
  return {
    ids: batch.ids.slice(0, 1),
    inputIds,
    attentionMask,
    positionIds: layout.positions(inputIds, attentionMask, images.imageGrid),
    labels: row(batch.labels),
    ...images,
  };
}
