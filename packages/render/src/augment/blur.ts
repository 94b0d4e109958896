import type { Image } from "@vlm/types";
import type { Picture } from "../picture.js";
import { withPixels } from "./with-pixels.js";

/**
 * Softens a picture: in every pass each pixel becomes (left + 2 × own + right) / 4, then the same up and down. Four passes
 * are a Gaussian of √2 pixels.
 *
 * @param passes a whole number from 0 to 64
 */
export function blur(picture: Picture, passes: number): Picture;
export function blur(image: Image, passes: number): Image;
export function blur(image: Image | Picture, passes: number): Image | Picture {
  if (!(Number.isInteger(passes) && passes >= 0 && passes <= 64)) {
    throw new Error(
      `render.blur: ${passes} passes; expected a whole number from 0 to 64. Four blur by one and a half pixels.`,
    );
  }
  const { width, height } = image;
  let from = image.data;
  for (let pass = 0; pass < passes; pass++) {
    from = soften(soften(from, height, 4 * width, width, 4), width, 4, height, 4 * width);
  }
  return withPixels(image, from === image.data ? from.slice() : from);
}

/** Along lines of `count` pixels `step` bytes apart; the pixel at each end stands for what lies beyond. */
function soften(
  from: Uint8ClampedArray,
  lines: number,
  lineStep: number,
  count: number,
  step: number,
): Uint8ClampedArray {
  const to = new Uint8ClampedArray(from.length);
  for (let line = 0; line < lines; line++) {
    for (let index = 0; index < count; index++) {
      const at = line * lineStep + index * step;
      const before = index > 0 ? at - step : at;
      const after = index < count - 1 ? at + step : at;
      for (let channel = 0; channel < 4; channel++) {
        to[at + channel] = (from[before + channel]! + 2 * from[at + channel]! + from[after + channel]! + 2) >> 2;
      }
    }
  }
  return to;
}
