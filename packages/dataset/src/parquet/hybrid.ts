import { type ByteCursor, readByte, readBytes, readVarint } from "./compact-protocol.js";

/** Wider values would index a dictionary of over 16 million entries. */
const maxWidth = 24;

/**
 * Fills `out` from Parquet's mix of run lengths and packed bits: levels, and indices into a dictionary.
 *
 * Throws when the bytes end first. Runs beyond the end of `out` are cut, as packed groups of eight must be.
 * https://parquet.apache.org/docs/file-format/data-pages/encodings/#RLE
 */
export function readHybrid<Out extends Uint8Array | Int32Array>(cursor: ByteCursor, width: number, out: Out): Out {
  if (!(width >= 0 && width <= maxWidth)) throw new Error(`values ${width} bits wide`);
  let filled = 0;
  while (filled < out.length) {
    const header = readVarint(cursor);
    const isPacked = header % 2 === 1;
    const length = Math.floor(header / 2);
    // It would fill nothing, for ever.
    if (length === 0) throw new Error("an empty run");
    if (isPacked) {
      const end = Math.min(out.length, filled + 8 * length);
      unpackBits(readPacked(cursor, length * width, Math.ceil(((end - filled) * width) / 8)), width, out, filled, end);
      filled = end;
    } else {
      let value = 0;
      for (let shift = 0; shift < width; shift += 8) value |= readByte(cursor) << shift;
      const end = Math.min(out.length, filled + length);
      out.fill(value, filled, end);
      filled = end;
    }
  }
  return out;
}

/** Some writers leave off the last bytes of the last group of eight. */
function readPacked(cursor: ByteCursor, whole: number, needed: number): Uint8Array {
  return readBytes(cursor, Math.max(needed, Math.min(whole, cursor.bytes.length - cursor.offset)));
}

function unpackBits(bytes: Uint8Array, width: number, out: Uint8Array | Int32Array, start: number, end: number): void {
  const mask = 2 ** width - 1;
  let held = 0;
  let bits = 0;
  let next = 0;
  for (let index = start; index < end; index++) {
    while (bits < width) {
      held |= bytes[next++]! << bits;
      bits += 8;
    }
    out[index] = held & mask;
    held >>>= width;
    bits -= width;
  }
}

/** Bits that hold every value up to `limit`. */
export function bitWidth(limit: number): number {
  return 32 - Math.clz32(limit);
}
