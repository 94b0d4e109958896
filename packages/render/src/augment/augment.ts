import type { Image } from "@vlm/types";
import type { Color } from "../color.js";
import { turnedCorners } from "../geometry/turn.js";
import { warp } from "../geometry/warp.js";
import type { Picture, Point, Quad } from "../picture.js";
import { adjust } from "./adjust.js";
import { blur } from "./blur.js";
import { noise } from "./noise.js";
import { randomWords } from "./random-words.js";

/** The most that may be done to a picture; each is drawn anew for each seed, and 0 leaves it out. */
export interface AugmentOptions {
  readonly seed: number;
  /** Degrees to either side. */
  readonly rotation?: number | undefined;
  /** How far each corner may move inwards, as a share of the side, at most a quarter. */
  readonly perspective?: number | undefined;
  /** By how much the factors of `adjust` may differ from 1, below 1. */
  readonly brightness?: number | undefined;
  readonly contrast?: number | undefined;
  readonly saturation?: number | undefined;
  readonly tint?: number | undefined;
  /** Passes of `blur`. */
  readonly blur?: number | undefined;
  /** Standard deviation of `noise`, of 255. */
  readonly noise?: number | undefined;
  /** What shows where a turned picture does not reach; absent: the color of its top left pixel. */
  readonly background?: Color | undefined;
}

/**
 * The picture as if photographed: turned and seen askew, in other light, out of focus, with a grainy sensor. The same seed
 * gives the same bytes on every machine. A picture's truth goes with it.
 *
 * @throws when an amount is out of its range
 */
export function augment(picture: Picture, options: AugmentOptions): Picture;
export function augment(image: Image, options: AugmentOptions): Image;
export function augment(image: Image | Picture, options: AugmentOptions): Image | Picture {
  const {
    seed,
    rotation = 0,
    perspective = 0,
    brightness = 0,
    contrast = 0,
    saturation = 0,
    tint = 0,
    blur: passes = 0,
    noise: amount = 0,
    background,
  } = options;
  if (!Number.isSafeInteger(seed)) {
    throw new Error(`render.augment: the seed is ${seed}; expected a whole number. Give one for each picture.`);
  }
  check("rotation", rotation, 360);
  check("perspective", perspective, 0.25);
  check("blur", passes, 64);
  check("noise", amount, 255);
  for (const [name, most] of Object.entries({ brightness, contrast, saturation, tint })) check(name, most, 0.99);

  const next = randomWords(seed);
  const unit = (): number => next() / 2 ** 32;
  const around = (most: number): number => most * (2 * unit() - 1);
  // Every number is drawn whether it is needed or not, so that one amount does not change what another does.
  const degrees = around(rotation);
  const inwards = Array.from({ length: 8 }, () => perspective * unit());
  const light = {
    brightness: 1 + around(brightness),
    contrast: 1 + around(contrast),
    saturation: 1 + around(saturation),
    tint: [1 + around(tint), 1 + around(tint), 1 + around(tint)] as const,
  };
  const softness = Math.round(passes * unit());
  const grain = { amount: amount * unit(), seed: next() };

  let seen: Image | Picture = image;
  if (rotation !== 0 || perspective !== 0) seen = warp(seen, askew(image, degrees, inwards), { background });
  if (brightness + contrast + saturation + tint > 0) seen = adjust(seen, light);
  if (softness > 0) seen = blur(seen, softness);
  if (amount > 0) seen = noise(seen, grain);
  return seen;
}

/** The corners of the turned picture, each moved towards the middle. */
function askew({ width, height }: Image, degrees: number, inwards: readonly number[]): Quad {
  const corners = turnedCorners(width, height, degrees).map(([x, y], index): Point => {
    const [across, down] = [2 * inwards[2 * index]!, 2 * inwards[2 * index + 1]!];
    return [x + (width / 2 - x) * across, y + (height / 2 - y) * down];
  });
  return corners as unknown as Quad;
}

function check(name: string, most: number, limit: number): void {
  if (most >= 0 && most <= limit) return;
  throw new Error(
    `render.augment: ${name} is ${most}; expected 0 to ${limit}. It is the most that may happen; 0 leaves it out.`,
  );
}
