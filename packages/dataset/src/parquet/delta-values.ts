import { type ByteArrays, joinedByteArrays } from "./byte-arrays.js";
import { type ByteCursor, readByte, readBytes, readVarint } from "./compact-protocol.js";

/**
 * `count` integers in DELTA_BINARY_PACKED; sums wrap at 64 bits, as the format says.
 * https://parquet.apache.org/docs/file-format/data-pages/encodings/#DELTAENC
 */
export function readDeltas(cursor: ByteCursor, count: number): BigInt64Array {
  const blockSize = readVarint(cursor);
  const miniblocks = readVarint(cursor);
  const total = readVarint(cursor);
  const perMiniblock = blockSize / miniblocks;
  if (!Number.isInteger(perMiniblock / 8) || perMiniblock < 8) throw new Error(`miniblocks of ${perMiniblock} deltas`);
  if (total !== count) throw new Error(`${total} deltas for ${count} values`);
  const values = new BigInt64Array(count);
  let last = readZigZag(cursor);
  if (count > 0) values[0] = last;
  for (let filled = 1; filled < count; ) {
    const least = readZigZag(cursor);
    const widths = readBytes(cursor, miniblocks);
    for (const width of widths) {
      // Miniblocks after the last value are left off.
      if (filled >= count) break;
      if (width > 64) throw new Error(`deltas ${width} bits wide`);
      const packed = readBytes(cursor, (perMiniblock * width) / 8);
      const end = Math.min(count, filled + perMiniblock);
      for (let index = 0; filled < end; index++) {
        last = BigInt.asIntN(64, last + least + bitsAt(packed, index * width, width));
        values[filled++] = last;
      }
    }
  }
  return values;
}

/** `count` byte arrays whose lengths come first. */
export function readDeltaLengths(cursor: ByteCursor, count: number): ByteArrays {
  const lengths = Array.from(readDeltas(cursor, count), exact);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  return joinedByteArrays(readBytes(cursor, total), lengths);
}

/** `count` byte arrays of which each shares a beginning with the one before; `limit` is for all of them together. */
export function readDeltaBytes(cursor: ByteCursor, count: number, limit: number): ByteArrays {
  const shared = Array.from(readDeltas(cursor, count), exact);
  const suffixes = readDeltaLengths(cursor, count);
  const lengths = shared.map((prefix, index) => prefix + suffixes.view(index).length);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  // Every value may repeat the one before: what is written grows with the square of what is read.
  if (total > limit) throw new Error(`byte arrays of ${total} bytes, over the limit of ${limit}`);
  const bytes = new Uint8Array(total);
  let previous = 0;
  let start = 0;
  for (const [index, prefix] of shared.entries()) {
    if (prefix > start - previous) throw new Error(`a prefix of ${prefix} of ${start - previous} bytes`);
    bytes.copyWithin(start, previous, previous + prefix);
    bytes.set(suffixes.view(index), start + prefix);
    previous = start;
    start += lengths[index]!;
  }
  return joinedByteArrays(bytes, lengths);
}

function bitsAt(bytes: Uint8Array, start: number, width: number): bigint {
  let value = 0n;
  for (let bit = 0; bit < width; ) {
    const at = start + bit;
    const taken = Math.min(8 - (at & 7), width - bit);
    value |= BigInt((bytes[at >> 3]! >> (at & 7)) & ((1 << taken) - 1)) << BigInt(bit);
    bit += taken;
  }
  return value;
}

function readZigZag(cursor: ByteCursor): bigint {
  let value = 0n;
  for (let shift = 0n; shift < 70n; shift += 7n) {
    const byte = readByte(cursor);
    value |= BigInt(byte & 0x7f) << shift;
    if (byte < 0x80) return BigInt.asIntN(64, (value >> 1n) ^ -(value & 1n));
  }
  throw new Error("an integer of over ten bytes");
}

function exact(length: bigint): number {
  if (length < 0n || length > 0x7fffffffn) throw new Error(`a length of ${length}`);
  return Number(length);
}
