import type { Image } from "@vlm/types";
import type { Picture } from "../picture.js";
import { withPixels } from "./with-pixels.js";

/** Factors around 1, which changes nothing. */
export interface AdjustOptions {
  /** Of every channel. */
  readonly brightness?: number | undefined;
  /** Of the distance from the picture's mean gray. */
  readonly contrast?: number | undefined;
  /** Of the distance from the pixel's own gray: 0 leaves no color. */
  readonly saturation?: number | undefined;
  /** Of red, green and blue: the color of the light. */
  readonly tint?: readonly [red: number, green: number, blue: number] | undefined;
}

/** Factors are kept in so many parts of 1, so that all arithmetic is in whole numbers. */
const ONE = 1024;

/**
 * Changes light and color, in this order: brightness and tint, contrast, saturation. Gray is (77 R + 150 G + 29 B) / 256, as
 * in ITU-R BT.601.
 *
 * @throws when a factor is negative or not a number
 */
export function adjust(picture: Picture, options: AdjustOptions): Picture;
export function adjust(image: Image, options: AdjustOptions): Image;
export function adjust(
  image: Image | Picture,
  { brightness = 1, contrast = 1, saturation = 1, tint = [1, 1, 1] }: AdjustOptions,
): Image | Picture {
  for (const [name, value] of Object.entries({ brightness, contrast, saturation, tint: Math.min(...tint) })) {
    if (value >= 0 && value < 1000) continue;
    throw new Error(
      `render.adjust: ${name} is ${value}; expected a factor from 0 to 1,000. Say 1 for a picture as it is.`,
    );
  }
  const [bright, hard, colored] = [brightness, contrast, saturation].map((factor) => Math.round(factor * ONE));
  const lit = tint.map((factor) => curve((value) => (value * bright! * Math.round(factor * ONE)) / (ONE * ONE)));
  const data = image.data.slice();
  each(data, (red, green, blue) => [lit[0]![red]!, lit[1]![green]!, lit[2]![blue]!]);
  if (hard !== ONE) {
    const middle = meanGray(data);
    const spread = curve((value) => middle + ((value - middle) * hard!) / ONE);
    each(data, (red, green, blue) => [spread[red]!, spread[green]!, spread[blue]!]);
  }
  if (colored !== ONE) {
    each(data, (red, green, blue) => {
      const gray = grayOf(red, green, blue);
      const far = (value: number): number => gray + Math.floor(((value - gray) * colored! + ONE / 2) / ONE);
      return [far(red), far(green), far(blue)];
    });
  }
  return withPixels(image, data);
}

/** [256] what becomes of each value of a channel. */
function curve(of: (value: number) => number): Uint8ClampedArray {
  return new Uint8ClampedArray(256).map((_, value) => Math.min(255, Math.max(0, Math.floor(of(value) + 0.5))));
}

function grayOf(red: number, green: number, blue: number): number {
  return (77 * red + 150 * green + 29 * blue + 128) >> 8;
}

function meanGray(data: Uint8ClampedArray): number {
  let sum = 0;
  for (let at = 0; at < data.length; at += 4) sum += grayOf(data[at]!, data[at + 1]!, data[at + 2]!);
  return Math.floor(sum / (data.length / 4) + 0.5);
}

function each(
  data: Uint8ClampedArray,
  change: (red: number, green: number, blue: number) => readonly [number, number, number],
): void {
  for (let at = 0; at < data.length; at += 4) {
    const [red, green, blue] = change(data[at]!, data[at + 1]!, data[at + 2]!);
    data[at] = red;
    data[at + 1] = green;
    data[at + 2] = blue;
  }
}
