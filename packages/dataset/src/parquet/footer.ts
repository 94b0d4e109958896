import type { ByteSource } from "../byte-source.js";
import { count, integer, list, structs, text } from "./compact-fields.js";
import { type CompactStruct, readStruct } from "./compact-protocol.js";
import { readSchema } from "./read-schema.js";
import { physicalTypes, type SchemaNode } from "./schema-node.js";

/** What a Parquet file says of itself. Every byte range in it lies inside the file. */
export interface Footer {
  readonly rows: number;
  readonly columns: readonly SchemaNode[];
  readonly groups: readonly RowGroup[];
  /** Texts by key: what a file's writer added. */
  readonly metadata: ReadonlyMap<string, string>;
}

export interface RowGroup {
  /** The group's first row, counted over the file. */
  readonly start: number;
  readonly rows: number;
  /** In the order of the schema's leaves. */
  readonly chunks: readonly ColumnChunk[];
}

/** A leaf's pages in one row group. */
export interface ColumnChunk {
  readonly start: number;
  readonly end: number;
  /** Bytes of its pages when decompressed, as the footer says. */
  readonly plainBytes: number;
  /** Values in it, nulls and empty lists included. */
  readonly values: number;
  readonly codec: Codec;
  /** Where the list of its pages stands, if the file has one. */
  readonly offsetIndex: { readonly start: number; readonly end: number } | null;
}

/** In the order of their numbers in parquet.thrift. */
const codecs = ["UNCOMPRESSED", "SNAPPY", "GZIP", "LZO", "BROTLI", "LZ4", "ZSTD", "LZ4_RAW"] as const;

export type Codec = (typeof codecs)[number];

/** Read at once; a footer rarely is longer. */
const firstRead = 1 << 18;

/** `fault` makes the error of a file whose end is no footer. */
export async function readFooter(source: ByteSource, fault: (what: string, cause?: unknown) => Error): Promise<Footer> {
  const size = source.byteLength;
  if (size < 12) throw fault("too short");
  const read = async (start: number): Promise<Uint8Array> => new Uint8Array(await source.slice(start, size));
  let tail = await read(Math.max(0, size - firstRead));
  const end = tail.length - 8;
  const magic = String.fromCharCode(...tail.subarray(end + 4));
  if (magic === "PARE") throw fault("its footer is encrypted");
  if (magic !== "PAR1") throw fault("its last bytes are not PAR1: it was cut off, or something follows it");
  const length = new DataView(tail.buffer, tail.byteOffset).getUint32(end, true);
  if (length > size - 12) throw fault(`its footer claims ${length} bytes`);
  if (length > end) tail = await read(size - 8 - length);
  const bytes = tail.subarray(tail.length - 8 - length, tail.length - 8);
  try {
    return parseFooter(readStruct({ bytes, offset: 0 }), size - 8 - length);
  } catch (cause) {
    throw fault(`its footer cannot be read: ${cause instanceof Error ? cause.message : cause}`, cause);
  }
}

/** `limit` is where the footer begins: nothing that it names lies beyond. */
function parseFooter(file: CompactStruct, limit: number): Footer {
  const columns = readSchema(structs(file[2]));
  const leaves = columns.flatMap((node) => node.leaves);
  let start = 0;
  const groups = structs(file[4]).map((group): RowGroup => {
    const rows = count(group[3]);
    const chunks = structs(group[1]);
    if (chunks.length !== leaves.length)
      throw new Error(`a row group has ${chunks.length} column chunks for ${leaves.length} columns`);
    const parsed = chunks.map((chunk, index) => {
      const leaf = leaves[index]!;
      const meta = chunk[3];
      if (chunk[8] !== undefined || meta === undefined) throw new Error(`the column ${leaf.path} is encrypted`);
      if (chunk[1] !== undefined) throw new Error(`the column ${leaf.path} lies in another file`);
      const fields = list(meta);
      if (list(fields[3]).map(text).join(".") !== leaf.path || physicalTypes[integer(fields[1])] !== leaf.type)
        throw new Error(`a column chunk of ${leaf.path} belongs to another column`);
      return parseChunk(fields, chunk, limit, leaf.path);
    });
    start += rows;
    return { start: start - rows, rows, chunks: parsed };
  });
  const rows = count(file[3]);
  if (start !== rows) throw new Error(`its row groups have ${start} rows, not ${rows}`);
  const metadata = new Map<string, string>();
  for (const entry of file[5] === undefined ? [] : structs(file[5]))
    if (entry[2] !== undefined) metadata.set(text(entry[1]), text(entry[2]));
  return { rows, columns, groups, metadata };
}

function parseChunk(meta: CompactStruct, chunk: CompactStruct, limit: number, path: string): ColumnChunk {
  const codec = codecs[integer(meta[4])];
  if (codec === undefined) throw new Error(`the column ${path} has the unknown codec ${meta[4]}`);
  const data = count(meta[9]);
  // Some writers say 0 where there is no dictionary.
  const dictionary = count(meta[11] ?? 0) || data;
  const start = Math.min(data, dictionary);
  const end = start + count(meta[7]);
  if (start < 4 || end > limit) throw new Error(`the column ${path} lies at bytes ${start} to ${end} of ${limit}`);
  const index = { start: count(chunk[4] ?? 0), end: count(chunk[4] ?? 0) + count(chunk[5] ?? 0) };
  const offsetIndex = index.start >= 4 && index.end > index.start && index.end <= limit ? index : null;
  return { start, end, plainBytes: count(meta[6]), values: count(meta[5]), codec, offsetIndex };
}
