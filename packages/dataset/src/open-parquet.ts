import { type FileMetaData, parquetMetadataAsync, parquetReadObjects, parquetSchema } from "hyparquet";
import { type ByteSource, toByteSource } from "./byte-source.js";
import { checkFeatures } from "./check-features.js";
import { type CellDecoder, cellDecoder } from "./decode-cell.js";
import { describe } from "./describe.js";
import type { Features } from "./features.js";
import { featuresFromMetadata } from "./huggingface-metadata.js";
import { schemaMismatch } from "./parquet-schema.js";
import { requireColumns } from "./require-columns.js";
import type { Row } from "./row.js";

const caller = "dataset.openParquet";

export interface OpenParquetOptions {
  /** Columns to read, all by default; the file must have them. */
  readonly columns?: readonly string[];
  /** For a file without 🤗 features of its own. */
  readonly features?: Features;
}

/** An open Parquet file. Nothing but the footer has been read. */
export interface ParquetRows<R extends object = Row> {
  readonly features: Features;
  readonly length: number;
  /** Row `index` alone; reads only the pages that hold it. Throws outside 0 to `length - 1`. */
  row(index: number): Promise<R>;
  /** All rows in order; holds one row group in memory. */
  rows(): AsyncGenerator<R, void, undefined>;
}

/**
 * Reads the footer of a Parquet file and checks that its schema is that of its 🤗 features.
 *
 * `R` is the caller's word for what the features say; nothing checks it. Throws on bytes that are not a whole Parquet file, on a missing column and on a column of a type this package lacks.
 * Parquet has no checksum that readers verify: a flipped bit in a page passes unseen here, not in `readDataset`.
 */
export async function openParquet<R extends object = Row>(
  bytes: ByteSource | Uint8Array | Blob,
  { columns, features: given }: OpenParquetOptions = {},
): Promise<ParquetRows<R>> {
  if (given !== undefined) checkFeatures(given, caller);
  const source = toByteSource(bytes);
  const metadata = await readFooter(source);
  const schema = parquetSchema(metadata);
  const names = schema.children.map(({ element }) => element.name);
  if (columns !== undefined) requireColumns(Object.fromEntries(names.map((name) => [name, null])), columns, { caller });
  const stored = given ?? featuresFromMetadata(metadata.key_value_metadata ?? [], { columns, caller });
  if (stored === null)
    throw new Error(
      `${caller}: the file has no 🤗 features (columns ${names.join(", ")}); expected a "huggingface" entry in its footer. Pass \`features\`.`,
    );
  const features = Object.fromEntries((columns ?? names).map((name) => [name, stored[name]]));
  checkFeatures(features as Features, caller);
  const mismatch = schemaMismatch(schema, features as Features);
  if (mismatch !== null)
    throw new Error(
      `${caller}: ${mismatch} is stored in another type than its feature says; expected the two to agree. Pass \`features\` that describe the file.`,
    );
  return parquetRows<R>(source, metadata, features as Features);
}

async function readFooter(source: ByteSource): Promise<FileMetaData> {
  try {
    return await parquetMetadataAsync(source);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(
      `${caller}: ${source.byteLength} bytes without a readable footer (${reason}); expected a whole Parquet file. Write or fetch it again.`,
      { cause },
    );
  }
}

/** The reader's own decoder drops a leading byte order mark and takes bytes that are not UTF-8. */
const utf8 = new TextDecoder("utf-8", { ignoreBOM: true, fatal: true });
const parsers = { stringFromBytes: (bytes?: Uint8Array) => bytes && utf8.decode(bytes) };

function parquetRows<R extends object>(source: ByteSource, metadata: FileMetaData, features: Features): ParquetRows<R> {
  const decoders = Object.entries(features).map(([name, feature]): readonly [string, CellDecoder] => [
    name,
    cellDecoder(feature, `column ${name}`),
  ]);
  const columns = Object.keys(features);
  const length = Number(metadata.num_rows);

  async function read(rowStart: number, rowEnd: number): Promise<R[]> {
    // utf8: false, or the reader decodes every byte array as text and ruins the pictures.
    const options = { file: source, metadata, columns, rowStart, rowEnd, utf8: false, useOffsetIndex: true, parsers };
    const stored = await parquetReadObjects(options);
    return stored.map((row) => Object.fromEntries(decoders.map(([name, decode]) => [name, decode(row[name])])) as R);
  }

  return {
    features,
    length,
    async row(index) {
      if (!Number.isInteger(index) || index < 0 || index >= length)
        throw new RangeError(
          `dataset.row: row ${describe(index)} of ${length}; expected 0 to ${length - 1}. Check it against \`length\`.`,
        );
      const [row] = await read(index, index + 1);
      return row!;
    },
    async *rows() {
      let start = 0;
      for (const group of metadata.row_groups) {
        const end = start + Number(group.num_rows);
        yield* await read(start, end);
        start = end;
      }
    },
  };
}
