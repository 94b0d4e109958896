import type { Image } from "@vlm/types";
import type { Color } from "./color.js";
import { packed, words } from "./pixel.js";
import type { Sprite } from "./sprite.js";

/** A picture that is being drawn. */
export interface Canvas extends Image {
  /** One word a pixel, over the memory of `data`. */
  readonly words: Uint32Array;
}

/** A blank picture of one color. */
export function canvas(width: number, height: number, [red, green, blue]: Color): Canvas {
  const image = { width, height, data: new Uint8ClampedArray(4 * width * height) };
  const pixels = words(image);
  pixels.fill(packed(red, green, blue));
  return { ...image, words: pixels };
}

/** A copy to draw on. */
export function copy({ width, height, data }: Image): Canvas {
  const image = { width, height, data: data.slice() };
  return { ...image, words: words(image) };
}

/** Paints a rectangle; what lies outside the picture is cut off. */
export function fill(
  { width: across, height: down, words }: Canvas,
  left: number,
  top: number,
  width: number,
  height: number,
  [red, green, blue]: Color,
): void {
  const start = Math.max(0, left);
  const right = Math.min(across, left + width);
  const bottom = Math.min(down, top + height);
  const paint = packed(red, green, blue);
  for (let y = Math.max(0, top); y < bottom; y++) {
    for (let at = y * across + start, end = y * across + right; at < end; at++) words[at] = paint;
  }
}

/** Lays a sprite over the picture, its corner at (left, top); it must lie inside. */
export function stamp({ width, data, words }: Canvas, sprite: Sprite, left: number, top: number): void {
  const { runs, colors, places, clearness, light } = sprite;
  const corner = top * width + left;
  for (let run = 0, color = 0; run < runs.length; run += 3) {
    const start = corner + runs[run + 1]! * width + runs[run]!;
    const end = start + runs[run + 2]!;
    for (let at = start; at < end; at++) words[at] = colors[color++]!;
  }
  for (let index = 0; index < clearness.length; index++) {
    const at = 4 * (corner + places[2 * index + 1]! * width + places[2 * index]!);
    const clear = clearness[index]!;
    data[at] = rounded(data[at]! * clear + light[3 * index]!);
    data[at + 1] = rounded(data[at + 1]! * clear + light[3 * index + 1]!);
    data[at + 2] = rounded(data[at + 2]! * clear + light[3 * index + 2]!);
  }
}

// floor((value + 127) / 255) for values up to 65,025, without a division.
function rounded(value: number): number {
  return Math.imul(value + 127, 0x8081) >>> 23;
}
