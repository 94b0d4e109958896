import { physicalTypes } from "./schema-node.js";

/** A Thrift compact value: an integer, bytes or text, a list of values, or a struct by field number. */
export type Thrift = number | string | Uint8Array | boolean | readonly Thrift[] | { readonly [field: number]: Thrift };

export interface CraftedPage {
  /** Field 1 is the page's type, 2 its bytes decompressed, 3 its bytes stored, 5, 7 or 8 what its type says. */
  readonly header: Readonly<Record<number, Thrift>>;
  readonly bytes: Uint8Array;
}

export interface CraftedFile {
  readonly type?: (typeof physicalTypes)[number];
  readonly rows?: number;
  readonly values?: number;
  readonly codec?: number;
  readonly pages?: readonly CraftedPage[];
  /** Fields of the footer's structs that replace the honest ones. */
  readonly footer?: Readonly<Record<number, Thrift>>;
  readonly chunk?: Readonly<Record<number, Thrift>>;
  readonly column?: Readonly<Record<number, Thrift>>;
  readonly group?: Readonly<Record<number, Thrift>>;
}

/** A Parquet file of one optional column `c` whose every header says what the test wants it to say. */
export function craftParquet({
  type = "INT32",
  rows = 1,
  values = rows,
  codec = 0,
  pages = [],
  footer = {},
  chunk = {},
  column = {},
  group = {},
}: CraftedFile): Uint8Array {
  const body = concat(pages.flatMap(({ header, bytes }) => [encodeStruct(header), bytes]));
  const meta: Readonly<Record<number, Thrift>> = {
    1: physicalTypes.indexOf(type),
    2: [0],
    3: ["c"],
    4: codec,
    5: long(values),
    6: long(body.length),
    7: long(body.length),
    9: long(4),
    ...column,
  };
  const file: Readonly<Record<number, Thrift>> = {
    1: 2,
    2: [
      { 4: "schema", 5: 1 },
      { 1: physicalTypes.indexOf(type), 3: 1, 4: "c" },
    ],
    3: long(rows),
    4: [{ 1: [{ 2: long(4), 3: meta, ...chunk }], 2: long(body.length), 3: long(rows), ...group }],
    ...footer,
  };
  const bytes = encodeStruct(file);
  const length = new Uint8Array(new Uint32Array([bytes.length]).buffer);
  return concat([magic, body, bytes, length, magic]);
}

/** The header of a first-version data page: `values` of them, in encoding `encoding`, levels in run lengths. */
export function dataPage(
  bytes: Uint8Array,
  { values, encoding = 0, plainBytes = bytes.length }: { values: number; encoding?: number; plainBytes?: number },
): CraftedPage {
  return { header: { 1: 0, 2: plainBytes, 3: bytes.length, 5: { 1: values, 2: encoding, 3: 3, 4: 3 } }, bytes };
}

/** Definition levels as a page's first version has them: their length, then one run of `count` ones. */
export function fullLevels(count: number): Uint8Array {
  const run = concat([varint(count * 2), Uint8Array.of(1)]);
  return concat([new Uint8Array(new Uint32Array([run.length]).buffer), run]);
}

export function concat(parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

/** Marks an integer of 64 bits, which the format keeps apart from one of 32. */
class Long {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
}

function long(value: number): Thrift {
  return new Long(value) as unknown as Thrift;
}

const magic = new TextEncoder().encode("PAR1");

export function encodeStruct(fields: { readonly [field: number]: Thrift }): Uint8Array {
  let last = 0;
  const parts = Object.entries(fields).map(([name, value]) => {
    const field = Number(name);
    const delta = field - last;
    last = field;
    const type = value === true ? 1 : value === false ? 2 : typeOf(value);
    const head = Uint8Array.of((delta << 4) | type);
    return typeof value === "boolean" ? head : concat([head, encode(value)]);
  });
  return concat([...parts, Uint8Array.of(0)]);
}

function typeOf(value: Thrift): number {
  if (value instanceof Long) return 6;
  if (typeof value === "number") return 5;
  if (typeof value === "string" || value instanceof Uint8Array) return 8;
  return Array.isArray(value) ? 9 : 12;
}

function encode(value: Thrift): Uint8Array {
  if (value instanceof Long) return varint(value.value * 2);
  if (typeof value === "number") return varint(value < 0 ? -2 * value - 1 : value * 2);
  if (typeof value === "string") return encode(new TextEncoder().encode(value));
  if (value instanceof Uint8Array) return concat([varint(value.length), value]);
  if (!Array.isArray(value)) return encodeStruct(value as { readonly [field: number]: Thrift });
  const head = concat([Uint8Array.of(0xf0 | typeOf(value[0] ?? 0)), varint(value.length)]);
  return concat([head, ...value.map(encode)]);
}

export function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  return Uint8Array.from([...bytes, rest]);
}
