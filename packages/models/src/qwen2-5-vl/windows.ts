import { type Segment, segmentsOf } from "@vlm/ops";
import type { PatchGrid } from "../vision/patch-grid.js";

/** Square windows that tile every frame, smaller at its right and lower edge. */
export interface Windows {
  /** Merge blocks of all frames, window after window: the i-th stands at `order[i]` in the order of pixel values. */
  readonly order: Int32Array;
  /** Patches of each window. */
  readonly segments: readonly Segment[];
}

/** @param side of a window in merge blocks */
export function windowsOf(
  grids: readonly PatchGrid[],
  { mergeSize, side }: { readonly mergeSize: number; readonly side: number },
): Windows {
  const order: number[] = [];
  const patches: number[] = [];
  let first = 0;
  for (const grid of grids) {
    const [height, width] = [grid.height / mergeSize, grid.width / mergeSize];
    for (let frame = 0; frame < grid.frames; frame++, first += height * width) {
      for (let top = 0; top < height; top += side) {
        for (let left = 0; left < width; left += side) {
          const [bottom, right] = [Math.min(top + side, height), Math.min(left + side, width)];
          for (let row = top; row < bottom; row++) {
            for (let column = left; column < right; column++) order.push(first + row * width + column);
          }
          patches.push((bottom - top) * (right - left) * mergeSize ** 2);
        }
      }
    }
  }
  return { order: Int32Array.from(order), segments: segmentsOf(patches) };
}
