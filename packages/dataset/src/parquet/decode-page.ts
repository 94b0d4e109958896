import { type ByteCursor, readByte, readBytes } from "./compact-protocol.js";
import type { Decompress } from "./decompress.js";
import { readDeltaBytes, readDeltaLengths, readDeltas } from "./delta-values.js";
import { bitWidth, readHybrid } from "./hybrid.js";
import type { PageHeader } from "./page-header.js";
import { readPlain, type StoredValues } from "./plain-values.js";
import type { SchemaLeaf } from "./schema-node.js";
import { joinBytes } from "./split-bytes.js";

/** A page's entries: one for each value, null and empty list. */
export interface Page {
  readonly entries: number;
  /** How deep each entry is there; null where all have a value. */
  readonly definitions: Uint8Array | null;
  /** At which list each entry goes on, 0 where a row begins; null where there is no list. */
  readonly repetitions: Uint8Array | null;
  /** The values that are there, as they are stored, or their places in `dictionary`. */
  readonly values: StoredValues;
  readonly dictionary: Dictionary | null;
  /** Rows that begin here. */
  readonly rows: number;
}

/** Values that pages have places in. */
export interface Dictionary {
  readonly values: StoredValues;
  /** The same as cells, where one may stand in many rows. */
  readonly converted: readonly unknown[] | null;
}

/** A page may hold more entries than bytes, for runs are cheap: what they may cost is bounded here. */
const maxEntries = 1 << 24;

/** What decoding needs beside the page. */
export interface PageContext {
  readonly leaf: SchemaLeaf;
  readonly decompress: Decompress;
  readonly dictionary: Dictionary | null;
}

/** Decodes a data page. Throws an `Error` or `RangeError` on damage. */
export function decodePage(header: PageHeader, stored: Uint8Array, context: PageContext): Page {
  const { leaf } = context;
  if (header.values > maxEntries) throw new Error(`${header.values} values, over the limit of ${maxEntries}`);
  const { cursor, levels } =
    header.second === null ? openFirst(header, stored, context) : openSecond(header, stored, context);
  const { definitions, repetitions } = levels;
  const present = definitions === null ? header.values : countOf(definitions, leaf.definition);
  const values = readValues(cursor, header, present, context);
  return {
    entries: header.values,
    definitions: present === header.values ? null : definitions,
    repetitions,
    values,
    dictionary: isDictionary(header) ? context.dictionary : null,
    rows: repetitions === null ? header.values : countOf(repetitions, 0),
  };
}

/** The values of a dictionary page, as they are stored. */
export function decodeDictionary(
  header: PageHeader,
  stored: Uint8Array,
  { leaf, decompress }: PageContext,
): StoredValues {
  return readPlain(decompress(stored, header.plainBytes), leaf, header.values);
}

interface OpenPage {
  /** At the first value. */
  readonly cursor: ByteCursor;
  readonly levels: Pick<Page, "definitions" | "repetitions">;
}

/** The first version compresses levels and values together and says how long the levels are. */
function openFirst(header: PageHeader, stored: Uint8Array, { leaf, decompress }: PageContext): OpenPage {
  const cursor = { bytes: decompress(stored, header.plainBytes), offset: 0 };
  const read = (limit: number): Uint8Array | null => {
    if (limit === 0) return null;
    const [a, b, c, d] = readBytes(cursor, 4) as unknown as [number, number, number, number];
    const bytes = readBytes(cursor, (a | (b << 8) | (c << 16) | (d << 24)) >>> 0);
    return readHybrid({ bytes, offset: 0 }, bitWidth(limit), new Uint8Array(header.values));
  };
  const repetitions = read(leaf.repetitionLevel);
  return { cursor, levels: { repetitions, definitions: read(leaf.definition) } };
}

/** The second version leaves the levels as they are and compresses the values alone. */
function openSecond(header: PageHeader, stored: Uint8Array, { leaf, decompress }: PageContext): OpenPage {
  const { repetitionBytes, definitionBytes, isCompressed, rows } = header.second!;
  const file = { bytes: stored, offset: 0 };
  const read = (length: number, limit: number): Uint8Array | null => {
    const bytes = readBytes(file, length);
    return limit === 0 ? null : readHybrid({ bytes, offset: 0 }, bitWidth(limit), new Uint8Array(header.values));
  };
  const repetitions = read(repetitionBytes, leaf.repetitionLevel);
  const definitions = read(definitionBytes, leaf.definition);
  const begun = repetitions === null ? header.values : countOf(repetitions, 0);
  if (begun !== rows) throw new Error(`${begun} rows, not the ${rows} of its header`);
  const rest = stored.subarray(file.offset);
  const bytes = isCompressed && rest.length > 0 ? decompress(rest, header.plainBytes - file.offset) : rest;
  return { cursor: { bytes, offset: 0 }, levels: { repetitions, definitions } };
}

function readValues(cursor: ByteCursor, header: PageHeader, count: number, context: PageContext): StoredValues {
  const { leaf, dictionary } = context;
  const { encoding } = header;
  if (count === 0) return [];
  const rest = (): Uint8Array => cursor.bytes.subarray(cursor.offset);
  if (isDictionary(header)) {
    if (dictionary === null) throw new Error("indices without a dictionary");
    const indices = readHybrid(cursor, readByte(cursor), new Int32Array(count));
    for (const index of indices)
      if (index >= dictionary.values.length) throw new Error(`index ${index} of ${dictionary.values.length}`);
    return indices;
  }
  switch (encoding) {
    case "PLAIN":
      return readPlain(rest(), leaf, count);
    case "RLE":
      if (leaf.type !== "BOOLEAN") break;
      cursor.offset += 4;
      return Array.from(readHybrid(cursor, 1, new Uint8Array(count)), (bit) => bit === 1);
    case "BYTE_STREAM_SPLIT":
      return readPlain(joinBytes(rest(), count, valueBytes(leaf)), leaf, count);
    case "DELTA_BINARY_PACKED": {
      const values = readDeltas(cursor, count);
      if (leaf.type === "INT64") return values;
      if (leaf.type === "INT32") return Int32Array.from(values, (value) => Number(BigInt.asIntN(32, value)));
      break;
    }
    case "DELTA_LENGTH_BYTE_ARRAY":
      if (leaf.type !== "BYTE_ARRAY") break;
      return readDeltaLengths(cursor, count);
    case "DELTA_BYTE_ARRAY":
      if (leaf.type === "BYTE_ARRAY") return readDeltaBytes(cursor, count, 64 * cursor.bytes.length);
      break;
    default:
  }
  throw new Error(`the encoding ${encoding} of ${leaf.type}, which this package does not read`);
}

function isDictionary({ encoding }: PageHeader): boolean {
  return encoding === "RLE_DICTIONARY" || encoding === "PLAIN_DICTIONARY";
}

function valueBytes({ type, typeLength }: SchemaLeaf): number {
  if (type === "FIXED_LEN_BYTE_ARRAY") return typeLength;
  return type === "INT32" || type === "FLOAT" ? 4 : 8;
}

function countOf(levels: Uint8Array, level: number): number {
  let found = 0;
  for (let index = 0; index < levels.length; index++) if (levels[index] === level) found++;
  return found;
}
