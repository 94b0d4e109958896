import { ByteArrays } from "./byte-arrays.js";
import type { SchemaLeaf } from "./schema-node.js";

/** Values as they are stored. */
export type StoredValues = ArrayLike<number | bigint | boolean> | ByteArrays;

/**
 * `count` values in Parquet's PLAIN encoding; byte arrays stay within `bytes`.
 *
 * Throws a `RangeError` when the bytes end first.
 */
export function readPlain(bytes: Uint8Array, { type, typeLength }: SchemaLeaf, count: number): StoredValues {
  switch (type) {
    case "BOOLEAN":
      return plainBooleans(bytes, count);
    case "INT32":
      return new Int32Array(aligned(bytes, count, 4), 0, count);
    case "INT64":
      return new BigInt64Array(aligned(bytes, count, 8), 0, count);
    case "FLOAT":
      return new Float32Array(aligned(bytes, count, 4), 0, count);
    case "DOUBLE":
      return new Float64Array(aligned(bytes, count, 8), 0, count);
    case "INT96":
      return fixedBytes(bytes, count, 12);
    case "BYTE_ARRAY":
      return byteArrays(bytes, count);
    case "FIXED_LEN_BYTE_ARRAY":
      return fixedBytes(bytes, count, typeLength);
    default:
      return type satisfies never;
  }
}

/** A copy whose first byte stands where typed arrays may begin. */
function aligned(bytes: Uint8Array, count: number, width: number): ArrayBuffer {
  checkLength(bytes, count * width);
  return bytes.slice(0, count * width).buffer as ArrayBuffer;
}

function plainBooleans(bytes: Uint8Array, count: number): boolean[] {
  checkLength(bytes, Math.ceil(count / 8));
  return Array.from({ length: count }, (_, index) => ((bytes[index >> 3]! >> (index & 7)) & 1) === 1);
}

function byteArrays(bytes: Uint8Array, count: number): ByteArrays {
  // Each begins with its length in four bytes: a count beyond that must not become an allocation.
  checkLength(bytes, 4 * count);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const starts = new Uint32Array(count);
  const ends = new Uint32Array(count);
  let offset = 0;
  for (let index = 0; index < count; index++) {
    const start = offset + 4;
    offset = start + view.getUint32(offset, true);
    checkLength(bytes, offset);
    starts[index] = start;
    ends[index] = offset;
  }
  return new ByteArrays(bytes, starts, ends);
}

function fixedBytes(bytes: Uint8Array, count: number, width: number): ByteArrays {
  if (width < 1) throw new RangeError(`values of ${width} bytes`);
  checkLength(bytes, count * width);
  const starts = Uint32Array.from({ length: count }, (_, index) => index * width);
  return new ByteArrays(
    bytes,
    starts,
    starts.map((start) => start + width),
  );
}

function checkLength(bytes: Uint8Array, needed: number): void {
  if (!(needed <= bytes.length)) throw new RangeError(`values take ${needed} of ${bytes.length} bytes`);
}
