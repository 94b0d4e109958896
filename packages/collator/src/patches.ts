import type { Image } from "@vlm/types";
import type { PixelTables } from "./planes.js";

/** How a picture is cut: patches in order of merge blocks, each block's patches row by row. */
export interface PatchGeometry {
  readonly patchSize: number;
  readonly mergeSize: number;
  /** How often the still picture is repeated in time. */
  readonly temporalPatchSize: number;
}

/**
 * A picture as a vision tower takes it: [patches, 3, temporal, patch, patch] floats. The order of the patches is (block
 * row, block column, row in block, column in block), as the tower merges them. `tables` holds the float of each byte for
 * each channel. The picture's sides are multiples of patch size × merge size.
 */
export function writePatches(
  { width, height, data }: Image,
  { patchSize, mergeSize, temporalPatchSize }: PatchGeometry,
  [red, green, blue]: PixelTables,
  into: Float32Array,
): void {
  const pixels = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const block = patchSize * mergeSize;
  const plane = patchSize * patchSize;
  const channel = temporalPatchSize * plane;
  // Drawn pictures have long runs of one color.
  let last = 0;
  let [r, g, b] = [red[0]!, green[0]!, blue[0]!];
  let at = 0;
  for (let top = 0; top < height; top += block) {
    for (let left = 0; left < width; left += block) {
      for (let inner = 0; inner < mergeSize * mergeSize; inner++) {
        const y = top + Math.floor(inner / mergeSize) * patchSize;
        const x = left + (inner % mergeSize) * patchSize;
        let begin = 4 * (y * width + x);
        for (let to = at; to < at + plane; begin += 4 * width) {
          let from = begin;
          for (const end = to + patchSize; to < end; to++, from += 4) {
            const color = pixels.getInt32(from);
            if (color !== last) {
              last = color;
              r = red[color >>> 24]!;
              g = green[(color >>> 16) & 255]!;
              b = blue[(color >>> 8) & 255]!;
            }
            into[to] = r;
            into[to + channel] = g;
            into[to + 2 * channel] = b;
          }
        }
        for (let end = at + 3 * channel; at < end; at += channel) {
          for (let time = plane; time < channel; time += plane) into.copyWithin(at + time, at, at + plane);
        }
      }
    }
  }
}
