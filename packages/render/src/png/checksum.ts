import type { Image } from "@vlm/types";
import { words } from "../pixel.js";

const table = new Uint32Array(256).map((_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? 0xedb88320 ^ (rest >>> 1) : rest >>> 1;
  return rest;
});

/** CRC-32 of ISO 3309, as the chunks of a PNG carry it. */
export function crc32(bytes: Uint8Array, start: number, end: number): number {
  let rest = 0xffffffff;
  for (let at = start; at < end; at++) rest = table[(rest ^ bytes[at]!) & 255]! ^ (rest >>> 8);
  return (rest ^ 0xffffffff) >>> 0;
}

const PRIME = 65521;

/** Adler-32 (RFC 1950) of the picture's rows as a PNG holds them: a zero, then red, green and blue of each pixel. */
export function adlerOfRows(image: Image): number {
  const { width, height, data } = image;
  const pixels = words(image);
  let one = 1;
  let two = 0;
  for (let y = 0; y < height; y++) {
    two += one;
    const end = (y + 1) * width;
    for (let at = y * width; at < end; ) {
      const pixel = pixels[at]!;
      const start = at++;
      while (at < end && pixels[at] === pixel) at++;
      // A run of equal pixels at once: the first sum grows evenly, the second by what the first is at each byte.
      const run = at - start;
      const red = data[4 * start]!;
      const green = red + data[4 * start + 1]!;
      const blue = green + data[4 * start + 2]!;
      two = (two + run * (3 * one + red + green + blue) + 3 * blue * ((run * (run - 1)) / 2)) % PRIME;
      one = (one + run * blue) % PRIME;
    }
  }
  return ((two << 16) | one) >>> 0;
}
