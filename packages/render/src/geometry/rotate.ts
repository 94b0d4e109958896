import type { Image } from "@vlm/types";
import type { Color } from "../color.js";
import type { Picture } from "../picture.js";
import { words } from "../pixel.js";
import type { Homography } from "./homography.js";
import { mapTruth } from "./truth.js";
import { turnedCorners } from "./turn.js";
import { warp } from "./warp.js";

/** Quarter turns in degrees clockwise, as seen: the angles that move pixels and mix none. */
export const rotations = [0, 90, 180, 270] as const;
export type Rotation = (typeof rotations)[number];

export interface RotateOptions {
  /** What shows in the corners that the turned picture leaves free; absent: the color of its top left pixel. */
  readonly background?: Color | undefined;
}

/**
 * The picture turned clockwise. Quarter turns are exact, and 0° gives the picture itself. At any other angle it is shrunk to
 * fit a frame of its own size, so that nothing is cut off. A picture's truth turns with it.
 */
export function rotate(picture: Picture, degrees: number, options?: RotateOptions): Picture;
export function rotate(image: Image, degrees: number, options?: RotateOptions): Image;
export function rotate(image: Image | Picture, degrees: number, options: RotateOptions = {}): Image | Picture {
  if (!Number.isFinite(degrees)) {
    throw new Error(
      `render.rotate: cannot turn by ${degrees}°; expected a finite number of degrees. Give the angle clockwise.`,
    );
  }
  const within = ((degrees % 360) + 360) % 360;
  if (within === 0) return image;
  if (within % 90 !== 0) return warp(image, turnedCorners(image.width, image.height, within), options);
  const turned = quarterTurn(image, within as Rotation);
  return "truth" in image ? { ...turned, truth: mapTruth(image.truth, quarterMap(image, within)) } : turned;
}

function quarterTurn(image: Image, degrees: Rotation): Image {
  const { width, height } = image;
  const [newWidth, newHeight] = degrees === 180 ? [width, height] : [height, width];
  const from = words(image);
  const data = new Uint8ClampedArray(4 * width * height);
  const to = new Uint32Array(data.buffer);
  // Where the first pixel comes from, and how far apart its neighbours to the right and below come from.
  const [first, right, below] =
    degrees === 90
      ? [(height - 1) * width, -width, 1]
      : degrees === 180
        ? [width * height - 1, -1, -width]
        : [width - 1, width, -1];
  for (let y = 0, at = 0; y < newHeight; y++) {
    for (let x = 0, source = first + y * below; x < newWidth; x++, source += right) to[at++] = from[source]!;
  }
  return { width: newWidth, height: newHeight, data };
}

function quarterMap({ width, height }: Image, degrees: number): Homography {
  if (degrees === 90) return [0, -1, height, 1, 0, 0, 0, 0, 1];
  if (degrees === 180) return [-1, 0, width, 0, -1, height, 0, 0, 1];
  return [0, 1, 0, -1, 0, width, 0, 0, 1];
}
