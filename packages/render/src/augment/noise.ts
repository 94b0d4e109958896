import type { Image } from "@vlm/types";
import type { Picture } from "../picture.js";
import { randomWords } from "./random-words.js";
import { withPixels } from "./with-pixels.js";

export interface NoiseOptions {
  /** Standard deviation, of 255. */
  readonly amount: number;
  readonly seed: number;
}

/** The standard deviation of a sum of four random bytes: √((256² − 1) / 3). */
const SPREAD = 147.8005413;

/**
 * Adds noise to every channel of every pixel: the sum of four random bytes, which is nearly normal.
 *
 * @throws when the amount is not between 0 and 255
 */
export function noise(picture: Picture, options: NoiseOptions): Picture;
export function noise(image: Image, options: NoiseOptions): Image;
export function noise(image: Image | Picture, { amount, seed }: NoiseOptions): Image | Picture {
  if (!(amount >= 0 && amount <= 255)) {
    throw new Error(
      `render.noise: the amount is ${amount}; expected a standard deviation from 0 to 255. Try 4 for a little.`,
    );
  }
  const next = randomWords(seed);
  const scale = Math.round((amount * 65536) / SPREAD);
  const data = image.data.slice();
  for (let at = 0; at < data.length; at++) {
    if ((at & 3) === 3) continue;
    const word = next();
    const sum = (word & 255) + ((word >>> 8) & 255) + ((word >>> 16) & 255) + (word >>> 24) - 510;
    data[at]! += Math.floor((sum * scale + 32768) / 65536);
  }
  return withPixels(image, data);
}
