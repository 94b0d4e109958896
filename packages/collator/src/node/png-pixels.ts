import { inflateSync } from "node:zlib";
import type { Image } from "@vlm/types";
import type { PngChunks } from "./png-chunks.js";
import { unfilterColors } from "./png-colors.js";
import { unfilter } from "./png-unfilter.js";

/** Undoes the filters of rows, each behind its filter byte, and writes them as RGBA. */
type Expansion = (rows: DataView, rgba: DataView, png: PngChunks) => void;

/** Whether `readPngPixels` reads the file: 8 bits a sample, rows in order, nothing about turning. */
export function isPlainPng({ bitDepth, interlaced, exif }: PngChunks): boolean {
  return bitDepth === 8 && !interlaced && !exif;
}

/**
 * Pixels of a plain PNG file. Several times faster than a general decoder, since the size of everything is known before,
 * and no memory is allocated beyond what the header promises.
 *
 * @throws Error with what is wrong, when the pixels are not those that the header promises.
 */
export function readPngPixels(png: PngChunks): Image {
  const { width, height, colorType } = png;
  const step = BYTES_PER_PIXEL[colorType]!;
  const rowLength = width * step;
  const length = height * (rowLength + 1);
  const inflated = inflate(png.compressed, length);
  // Every byte is written below, so they need not be zero before.
  const { buffer } = Buffer.allocUnsafeSlow(4 * width * height);
  EXPANSIONS[colorType]!(new DataView(inflated.buffer, inflated.byteOffset, length), new DataView(buffer), png);
  return { width, height, data: new Uint8ClampedArray(buffer) };
}

function inflate(compressed: Uint8Array, length: number): Buffer {
  let inflated: Buffer;
  try {
    // One spare byte shows zlib that the stream has ended, which saves a second buffer.
    inflated = inflateSync(compressed, { chunkSize: Math.max(64, length + 1), maxOutputLength: length });
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ERR_BUFFER_TOO_LARGE") {
      throw new Error(`the pixels go on after ${length} bytes`, { cause });
    }
    throw cause;
  }
  if (inflated.length === length) return inflated;
  throw new Error(`the pixels end after ${inflated.length} of ${length} bytes`);
}

const BYTES_PER_PIXEL: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** Gray, or one of a palette: each byte has its color. */
const indexed: Expansion = (rows, rgba, png) => {
  unfilter(rows, png.width, 1);
  const { colors, count } = png.colorType === 3 ? paletteColors(png) : grays(png);
  let from = 1;
  for (let to = 0; to < rgba.byteLength; from++) {
    for (const end = to + 4 * png.width; to < end; to += 4, from++) {
      const index = rows.getUint8(from);
      if (index >= count) throw new Error(`a pixel has color ${index} of a palette of ${count}`);
      rgba.setInt32(to, colors[index]!);
    }
  }
};

const grayAlpha: Expansion = (rows, rgba, { width }) => {
  unfilter(rows, 2 * width, 2);
  let from = 1;
  for (let to = 0; to < rgba.byteLength; from++) {
    for (const end = to + 4 * width; to < end; to += 4, from += 2) {
      rgba.setInt32(to, gray(rows.getUint8(from), rows.getUint8(from + 1)));
    }
  }
};

const rgb: Expansion = (rows, rgba, { width, transparency }) => {
  unfilterColors(rows, rgba, width, false);
  if (transparency === undefined) return;
  const clear = transparentColor(transparency, 6);
  for (let at = 0; at < rgba.byteLength; at += 4) if (rgba.getUint32(at) >>> 8 === clear) rgba.setUint8(at + 3, 0);
};

const rgbAlpha: Expansion = (rows, rgba, { width }) => unfilterColors(rows, rgba, width, true);

const EXPANSIONS: Readonly<Record<number, Expansion>> = { 0: indexed, 2: rgb, 3: indexed, 4: grayAlpha, 6: rgbAlpha };

/** RGBA of each byte, as big-endian integers. */
interface Colors {
  readonly colors: Int32Array;
  readonly count: number;
}

const gray = (value: number, alpha: number): number => (value << 24) | (value << 16) | (value << 8) | alpha;

function grays({ transparency }: PngChunks): Colors {
  const clear = transparency === undefined ? -1 : transparentColor(transparency, 2);
  const colors = Int32Array.from({ length: 256 }, (_, value) => gray(value, value === clear ? 0 : 255));
  return { colors, count: 256 };
}

function paletteColors({ palette, transparency }: PngChunks): Colors {
  const count = (palette?.length ?? 0) / 3;
  if (palette === undefined || count === 0 || count > 256 || !Number.isInteger(count)) {
    throw new Error(`the palette has ${palette?.length ?? 0} bytes`);
  }
  const colors = new Int32Array(256);
  for (let i = 0; i < count; i++) {
    const alpha = transparency?.[i] ?? 255;
    colors[i] = (palette[3 * i]! << 24) | (palette[3 * i + 1]! << 16) | (palette[3 * i + 2]! << 8) | alpha;
  }
  return { colors, count };
}

/** The one transparent color, of 16-bit samples of which the lower halves count. */
function transparentColor(transparency: Uint8Array, length: number): number {
  if (transparency.length !== length) throw new Error(`tRNS has ${transparency.length} bytes instead of ${length}`);
  let color = 0;
  for (let i = 1; i < length; i += 2) color = (color << 8) | transparency[i]!;
  return color;
}
