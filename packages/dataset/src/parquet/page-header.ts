import { count, integer, list } from "./compact-fields.js";
import { type ByteCursor, type CompactStruct, readStruct } from "./compact-protocol.js";

/** What stands before a page's bytes. */
export interface PageHeader {
  readonly kind: "data" | "dictionary" | "other";
  /** Bytes of the page in the file, and what they are when decompressed. */
  readonly storedBytes: number;
  readonly plainBytes: number;
  readonly encoding: Encoding;
  /** Values, nulls and empty lists included. */
  readonly values: number;
  /** What only the second version of a data page says; null for the first. */
  readonly second: SecondVersion | null;
}

interface SecondVersion {
  readonly nulls: number;
  readonly rows: number;
  readonly definitionBytes: number;
  readonly repetitionBytes: number;
  readonly isCompressed: boolean;
}

const encodings = [
  "PLAIN",
  "GROUP_VAR_INT",
  "PLAIN_DICTIONARY",
  "RLE",
  "BIT_PACKED",
  "DELTA_BINARY_PACKED",
  "DELTA_LENGTH_BYTE_ARRAY",
  "DELTA_BYTE_ARRAY",
  "RLE_DICTIONARY",
  "BYTE_STREAM_SPLIT",
] as const;

export type Encoding = (typeof encodings)[number];

/** Reads the header at the cursor and leaves it at the page's bytes. Throws `EndOfBytes` where more are needed. */
export function readPageHeader(cursor: ByteCursor): PageHeader {
  const header = readStruct(cursor);
  const common = { storedBytes: pageBytes(header[3]), plainBytes: pageBytes(header[2]) };
  switch (integer(header[1])) {
    case 0: {
      const page = list(header[5]);
      return { ...common, kind: "data", values: count(page[1]), encoding: encodingOf(page[2]), second: null };
    }
    case 2: {
      const page = list(header[7]);
      return { ...common, kind: "dictionary", values: count(page[1]), encoding: encodingOf(page[2]), second: null };
    }
    case 3: {
      const page = list(header[8]);
      const second = {
        nulls: count(page[2]),
        rows: count(page[3]),
        definitionBytes: count(page[5]),
        repetitionBytes: count(page[6]),
        isCompressed: page[7] !== false,
      };
      return { ...common, kind: "data", values: count(page[1]), encoding: encodingOf(page[4]), second };
    }
    default:
      return { ...common, kind: "other", values: 0, encoding: "PLAIN", second: null };
  }
}

/** Parquet counts a page's bytes in a signed 32-bit integer. */
function pageBytes(field: CompactStruct[number]): number {
  const bytes = count(field);
  if (bytes >= 2 ** 31) throw new Error(`it claims ${bytes} bytes, over Parquet's limit of 2³¹ − 1`);
  return bytes;
}

function encodingOf(field: CompactStruct[number]): Encoding {
  const encoding = encodings[integer(field)];
  if (encoding === undefined) throw new Error(`the unknown encoding ${field}`);
  return encoding;
}
