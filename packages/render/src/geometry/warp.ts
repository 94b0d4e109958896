import type { Image } from "@vlm/types";
import { canvas } from "../canvas.js";
import type { Color } from "../color.js";
import type { Picture, Quad } from "../picture.js";
import { mixed, words } from "../pixel.js";
import { type Homography, inverse, rectangleTo } from "./homography.js";
import { mapTruth } from "./truth.js";

export interface WarpOptions {
  /** What shows where the picture does not reach; absent: the color of its top left pixel. */
  readonly background?: Color | undefined;
}

/**
 * Lays a picture's corners, clockwise from the top left, onto four points of a frame of the same size, as a camera that
 * looks at it askew would see it. A picture's truth goes with it.
 *
 * Places are computed with +, −, ×, ÷ of 64-bit numbers and pixels mixed in whole numbers: the same bytes everywhere.
 *
 * @throws when the four points are not the corners of a convex quadrilateral
 */
export function warp(picture: Picture, corners: Quad, options?: WarpOptions): Picture;
export function warp(image: Image, corners: Quad, options?: WarpOptions): Image;
export function warp(image: Image | Picture, corners: Quad, { background }: WarpOptions = {}): Image | Picture {
  check(corners);
  const { width, height } = image;
  const map = rectangleTo(width, height, corners);
  const [red, green, blue] = image.data;
  const drawn = sample(image, inverse(map), background ?? [red!, green!, blue!]);
  return "truth" in image ? { ...drawn, truth: mapTruth(image.truth, map) } : drawn;
}

function check(corners: Quad): void {
  const turns = corners.map(([x, y], index) => {
    const [[x1, y1], [x2, y2]] = [corners[(index + 1) % 4]!, corners[(index + 2) % 4]!];
    return (x1 - x) * (y2 - y1) - (y1 - y) * (x2 - x1);
  });
  if (turns.every((turn) => turn > 0)) return;
  throw new Error(
    `render.warp: the corners ${corners.map(([x, y]) => `(${x}, ${y})`).join(", ")} do not go clockwise around a convex shape; expected the places of the top left, top right, bottom right and bottom left corner, in this order. Reorder them or move them apart.`,
  );
}

/** Every pixel from the four around the place it comes from, by their nearness in 256ths. */
function sample(image: Image, [a, b, c, d, e, f, g, h, i]: Homography, background: Color): Image {
  const { width, height } = image;
  const drawn = canvas(width, height, background);
  const to = drawn.words;
  const from = framed(image, background);
  const stride = width + 2;
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      // In 256ths of a pixel from the middle of the frame's first pixel.
      const w = g * (x + 0.5) + h * (y + 0.5) + i;
      const fromX = Math.floor(((a * (x + 0.5) + b * (y + 0.5) + c) / w) * 256 + 128);
      const fromY = Math.floor(((d * (x + 0.5) + e * (y + 0.5) + f) / w) * 256 + 128);
      if (!(fromX >= 0 && fromY >= 0 && fromX < 256 * (width + 1) && fromY < 256 * (height + 1))) continue;
      const source = (fromY >> 8) * stride + (fromX >> 8);
      const [right, below] = [fromX & 255, fromY & 255];
      to[at] = mixed(
        mixed(from[source]!, from[source + 1]!, right),
        mixed(from[source + stride]!, from[source + stride + 1]!, right),
        below,
      );
    }
  }
  return { width, height, data: drawn.data };
}

/** The picture's words in a frame of the background one pixel wide. */
function framed(image: Image, background: Color): Uint32Array {
  const { width, height } = image;
  const frame = canvas(width + 2, height + 2, background).words;
  const pixels = words(image);
  for (let y = 0; y < height; y++) {
    frame.set(pixels.subarray(y * width, (y + 1) * width), (y + 1) * (width + 2) + 1);
  }
  return frame;
}
