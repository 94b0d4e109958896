import type { Image } from "@vlm/types";
import { words } from "../pixel.js";

/** Pixels a match may cover: 258 bytes, deflate's longest. */
const LONGEST = 86;
/** Bytes that a match may reach back. */
const WINDOW = 32768;
/** No better match is looked for than one of so many pixels. */
const ENOUGH = 24;

/**
 * A picture's rows as deflate sees them, in whole pixels. A token is a pixel's place (from 0), the start of a row, or a
 * match: so many pixels equal to those so many bytes before.
 */
export interface Tokens {
  readonly count: number;
  readonly tokens: Int32Array;
}

/** The filter byte that begins each row. */
export const ROW = -1;

export const matchToken = (pixels: number, distance: number): number => -(pixels * 65536 + distance);
export const pixelsOf = (token: number): number => -token >> 16;
export const distanceOf = (token: number): number => -token & 0xffff;

// Kept between pictures; no two are encoded at once.
let scratch = new Int32Array(0);
const seen = new Int32Array(4096);

/**
 * Finds runs of the pixel to the left, of the row above, and of the last place where the same two pixels stood. Boards are
 * made of little else.
 */
export function findMatches(image: Image): Tokens {
  const { width, height } = image;
  const pixels = words(image);
  const stride = 3 * width + 1;
  if (scratch.length < (width + 1) * height) scratch = new Int32Array((width + 1) * height);
  const tokens = scratch;
  seen.fill(-1);
  let count = 0;
  for (let y = 0; y < height; y++) {
    tokens[count++] = ROW;
    const end = (y + 1) * width;
    for (let at = y * width; at < end; ) {
      const pixel = pixels[at]!;
      const limit = Math.min(end, at + LONGEST);
      let best = 0;
      let distance = 0;
      if (y > 0 && stride <= WINDOW) {
        let to = at;
        while (to < limit && pixels[to] === pixels[to - width]) to++;
        best = to - at;
        distance = stride;
      }
      if (best < ENOUGH && at > y * width && pixels[at - 1] === pixel) {
        let to = at + 1;
        while (to < limit && pixels[to] === pixel) to++;
        if (to - at >= best) {
          best = to - at;
          distance = 3;
        }
      }
      if (best < ENOUGH && at + 1 < end) {
        const slot = Math.imul(pixel ^ Math.imul(pixels[at + 1]!, 0x9e3779b1), 0x85ebca6b) >>> 20;
        const from = seen[slot]!;
        seen[slot] = at;
        if (from >= 0) {
          const row = Math.floor(from / width);
          const back = 3 * (at - from) + (y - row);
          if (back <= WINDOW) {
            const last = Math.min(limit, at + (row + 1) * width - from);
            let to = at;
            while (to < last && pixels[to] === pixels[to - at + from]) to++;
            // A far match costs more bits than a near one.
            if (to - at > best + 1) {
              best = to - at;
              distance = back;
            }
          }
        }
      }
      tokens[count++] = best > 0 ? matchToken(best, distance) : at;
      at += Math.max(1, best);
    }
  }
  return { count, tokens };
}
