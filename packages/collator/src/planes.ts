import type { Image } from "@vlm/types";

/** The float of each byte, for red, green and blue. */
export type PixelTables = readonly [red: Float32Array, green: Float32Array, blue: Float32Array];

/** A picture as planes: [3, height, width] floats. */
export function writePlanes({ data }: Image, [red, green, blue]: PixelTables, into: Float32Array): void {
  const plane = data.length / 4;
  for (let from = 0, to = 0; to < plane; from += 4, to++) {
    into[to] = red[data[from]!]!;
    into[to + plane] = green[data[from + 1]!]!;
    into[to + 2 * plane] = blue[data[from + 2]!]!;
  }
}
