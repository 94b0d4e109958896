import type { Image } from "@vlm/types";

const bytes = new Uint8ClampedArray(4);
const word = new Uint32Array(bytes.buffer);

/** An opaque pixel as the 32-bit word that this machine stores it as. */
export function packed(red: number, green: number, blue: number): number {
  bytes[0] = red;
  bytes[1] = green;
  bytes[2] = blue;
  bytes[3] = 255;
  return word[0]!;
}

/** The picture's pixels as words, one a pixel, over the same memory; a copy where the memory is not aligned for words. */
export function words({ data }: Image): Uint32Array {
  if (data.byteOffset % 4 === 0) return new Uint32Array(data.buffer, data.byteOffset, data.length >> 2);
  return new Uint32Array(data.slice().buffer);
}

/** 256 − share parts of one pixel and share parts of the other; two channels of a word at a time. */
export function mixed(one: number, other: number, share: number): number {
  if (one === other) return one;
  const even = Math.imul(one & 0xff00ff, 256 - share) + Math.imul(other & 0xff00ff, share) + 0x800080;
  const odd = Math.imul((one >>> 8) & 0xff00ff, 256 - share) + Math.imul((other >>> 8) & 0xff00ff, share) + 0x800080;
  return ((even >>> 8) & 0xff00ff) | (odd & 0xff00ff00);
}
