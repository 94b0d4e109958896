/** A struct's fields by their number; 64-bit integers as numbers, exact up to 2⁵³. */
export type CompactStruct = readonly (CompactValue | undefined)[];

export type CompactValue = boolean | number | Uint8Array | CompactStruct;

/** Where reading stands in some bytes. */
export interface ByteCursor {
  readonly bytes: Uint8Array;
  offset: number;
}

/** The bytes end before what they should hold: more of the file may complete them. */
export class EndOfBytes extends Error {}

/** Field numbers of Parquet's structs stay far below; a larger one comes from damage. */
const maxField = 64;
const maxDepth = 24;

/**
 * A struct of Thrift's compact protocol, in which Parquet writes its footer and page headers.
 *
 * Never makes more than a value for each byte. Throws `EndOfBytes`, or an `Error` on bytes that are no struct.
 * https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
 */
export function readStruct(cursor: ByteCursor, depth = 0): CompactStruct {
  if (depth > maxDepth) throw new Error(`structs are nested over ${maxDepth} deep`);
  const fields: (CompactValue | undefined)[] = [];
  let field = 0;
  for (;;) {
    const head = readByte(cursor);
    const type = head & 0x0f;
    if (type === 0) return fields;
    field = head >> 4 === 0 ? readZigZag(cursor) : field + (head >> 4);
    const value = readValue(cursor, type, depth);
    if (field >= 0 && field <= maxField) fields[field] = value;
  }
}

function readValue(cursor: ByteCursor, type: number, depth: number): CompactValue {
  switch (type) {
    case 1:
      return true;
    case 2:
      return false;
    case 3:
      return (readByte(cursor) << 24) >> 24;
    case 4:
    case 5:
    case 6:
      return readZigZag(cursor);
    case 7:
      return readDouble(cursor);
    case 8:
      return readBytes(cursor, readVarint(cursor));
    case 9:
    case 10:
      return readList(cursor, depth);
    case 12:
      return readStruct(cursor, depth + 1);
    default:
      throw new Error(`a field has the unknown type ${type}`);
  }
}

function readList(cursor: ByteCursor, depth: number): CompactStruct {
  if (depth > maxDepth) throw new Error(`lists are nested over ${maxDepth} deep`);
  const head = readByte(cursor);
  const length = head >> 4 === 15 ? readVarint(cursor) : head >> 4;
  const type = head & 0x0f;
  // Every item takes a byte or more: a length beyond the bytes must not become an allocation.
  if (length > cursor.bytes.length - cursor.offset) throw new EndOfBytes(`a list claims ${length} items`);
  const items: CompactValue[] = [];
  for (let index = 0; index < length; index++)
    items.push(type === 1 || type === 2 ? readByte(cursor) === 1 : readValue(cursor, type, depth + 1));
  return items;
}

export function readByte(cursor: ByteCursor): number {
  const byte = cursor.bytes[cursor.offset++];
  if (byte === undefined) throw new EndOfBytes("the bytes end within a value");
  return byte;
}

/** `length` bytes as a view. */
export function readBytes(cursor: ByteCursor, length: number): Uint8Array {
  const start = cursor.offset;
  if (!(length <= cursor.bytes.length - start)) throw new EndOfBytes(`${length} bytes are claimed`);
  cursor.offset += length;
  return cursor.bytes.subarray(start, start + length);
}

/** An unsigned integer, seven bits a byte. Beyond 2⁵³ it is not exact, which callers refuse by its size. */
export function readVarint(cursor: ByteCursor): number {
  let value = 0;
  for (let scale = 1; scale < 2 ** 70; scale *= 128) {
    const byte = readByte(cursor);
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return value;
  }
  throw new Error("an integer has over ten bytes");
}

function readZigZag(cursor: ByteCursor): number {
  const value = readVarint(cursor);
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}

function readDouble(cursor: ByteCursor): number {
  const { buffer, byteOffset } = readBytes(cursor, 8);
  return new DataView(buffer, byteOffset).getFloat64(0, true);
}
