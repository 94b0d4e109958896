import type { NdArray } from "@vlm/types";

/** Each token's number in its sample, from 0: [1, B, T] from mask and, in packed rows, segments [B, T]; 0 for padding. */
export function textPositions(
  attentionMask: NdArray<Int32Array>,
  segmentIds?: NdArray<Int32Array>,
): NdArray<Int32Array> {
  const [rows, length] = attentionMask.shape as [number, number];
  const positions = new Int32Array(rows * length);
  for (let row = 0; row < rows; row++) {
    let next = 0;
    for (let at = row * length; at < (row + 1) * length; at++) {
      if (attentionMask.data[at] === 0) continue;
      if (segmentIds && at > row * length && segmentIds.data[at] !== segmentIds.data[at - 1]) next = 0;
      positions[at] = next++;
    }
  }
  return { data: positions, shape: [1, rows, length] };
}

/** Positions [A₁, B, T] and [A₂, B, T] as [A₁ + A₂, B, T]. */
export function joinAxes(first: NdArray<Int32Array>, second: NdArray<Int32Array>): NdArray<Int32Array> {
  const data = new Int32Array(first.data.length + second.data.length);
  data.set(first.data);
  data.set(second.data, first.data.length);
  return { data, shape: [first.shape[0]! + second.shape[0]!, ...first.shape.slice(1)] };
}
