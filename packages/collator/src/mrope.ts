import type { NdArray } from "@vlm/types";

export interface MropeOptions {
  readonly imageTokenId: number;
  readonly spatialMergeSize: number;
  /** [B, T], in packed rows: positions begin anew where it changes. */
  readonly segmentIds?: NdArray<Int32Array> | undefined;
}

/**
 * Positions of MRoPE: [3, B, T] (time, height, width) from ids and mask [B, T] and grids [images, 3] in patches. Text
 * counts up on all three; a picture spans its merged grid from where it stands, and the text after it goes on behind the
 * larger of the grid's sides. Padding has position 0. Equals `get_rope_index` of transformers for images.
 */
export function mropePositions(
  inputIds: NdArray<Int32Array>,
  attentionMask: NdArray<Int32Array>,
  imageGrid: NdArray<Int32Array> | undefined,
  { imageTokenId, spatialMergeSize, segmentIds }: MropeOptions,
): NdArray<Int32Array> {
  const [rows, length] = inputIds.shape as [number, number];
  const plane = rows * length;
  const positions = new Int32Array(3 * plane);
  const images = imageGrid?.shape[0] ?? 0;
  let image = 0;
  for (let row = 0; row < rows; row++) {
    let next = 0;
    for (let at = row * length; at < (row + 1) * length; at++) {
      if (attentionMask.data[at] === 0) continue;
      if (segmentIds && at > row * length && segmentIds.data[at] !== segmentIds.data[at - 1]) next = 0;
      if (inputIds.data[at] !== imageTokenId) {
        for (let axis = 0; axis < 3; axis++) positions[axis * plane + at] = next;
        next++;
        continue;
      }
      if (image >= images) throw imageCount(image + 1, images);
      const time = imageGrid!.data[3 * image]!;
      const height = imageGrid!.data[3 * image + 1]! / spatialMergeSize;
      const width = imageGrid!.data[3 * image + 2]! / spatialMergeSize;
      const tokens = time * height * width;
      const run = lengthOfRun(inputIds.data, at, Math.min(at + tokens, (row + 1) * length), segmentIds?.data);
      if (run !== tokens) {
        throw new RangeError(
          `collator.mropePositions: image ${image} has ${run} image tokens; expected ${tokens} by its grid. Expand one placeholder to the size of the merged grid.`,
        );
      }
      for (let i = 0; i < tokens; i++) {
        positions[at + i] = next + Math.floor(i / (height * width));
        positions[plane + at + i] = next + (Math.floor(i / width) % height);
        positions[2 * plane + at + i] = next + (i % width);
      }
      next += Math.max(height, width);
      at += tokens - 1;
      image++;
    }
  }
  if (image < images) throw imageCount(image, images);
  return { data: positions, shape: [3, rows, length] };
}

/** Tokens like the first one, from `begin` on and before `end`, in the same segment. */
function lengthOfRun(ids: Int32Array, begin: number, end: number, segments: Int32Array | undefined): number {
  let at = begin;
  while (at < end && ids[at] === ids[begin] && segments?.[at] === segments?.[begin]) at++;
  return at - begin;
}

function imageCount(runs: number, images: number): Error {
  return new RangeError(
    `collator.mropePositions: inputIds hold ${runs === images + 1 ? "more than " : ""}${Math.min(runs, images)} images and imageGrid ${images}; expected as many. Pass the grids of these samples.`,
  );
}
