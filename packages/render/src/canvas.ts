import type { Image } from "@vlm/types";
import type { Color } from "./color.js";
import type { Sprite } from "./sprite.js";

/** A blank picture of one color. */
export function canvas(width: number, height: number, [red, green, blue]: Color): Image {
  const data = new Uint8ClampedArray(4 * width * height);
  for (let at = 0; at < data.length; at += 4) {
    data[at] = red;
    data[at + 1] = green;
    data[at + 2] = blue;
    data[at + 3] = 255;
  }
  return { width, height, data };
}

/** Paints a rectangle; what lies outside the picture is cut off. */
export function fill(
  image: Image,
  left: number,
  top: number,
  width: number,
  height: number,
  [red, green, blue]: Color,
): void {
  const right = Math.min(image.width, left + width);
  const bottom = Math.min(image.height, top + height);
  for (let y = Math.max(0, top); y < bottom; y++) {
    for (let x = Math.max(0, left), at = 4 * (y * image.width + x); x < right; x++, at += 4) {
      image.data[at] = red;
      image.data[at + 1] = green;
      image.data[at + 2] = blue;
    }
  }
}

/** Paints `color` through a sprite's coverage, the sprite's corner at (left, top), inside the picture. */
export function stamp(image: Image, sprite: Sprite, left: number, top: number, [red, green, blue]: Color): void {
  const { size, coverage } = sprite;
  const { data } = image;
  for (let y = 0; y < size; y++) {
    let at = 4 * ((top + y) * image.width + left);
    for (let x = 0; x < size; x++, at += 4) {
      const alpha = coverage[y * size + x]!;
      if (alpha === 0) continue;
      data[at] = blend(data[at]!, red, alpha);
      data[at + 1] = blend(data[at + 1]!, green, alpha);
      data[at + 2] = blend(data[at + 2]!, blue, alpha);
    }
  }
}

// Integer arithmetic, so that pictures are the same bytes on every machine.
function blend(under: number, over: number, alpha: number): number {
  return ((under * (255 - alpha) + over * alpha + 127) / 255) | 0;
}
