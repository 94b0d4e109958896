import { type ByteSource, toByteSource } from "./byte-source.js";
import { checkFeatures } from "./check-features.js";
import { describe } from "./describe.js";
import type { Features } from "./features.js";
import { featuresFromMetadata } from "./huggingface-metadata.js";
import { ByteCache } from "./parquet/byte-cache.js";
import { deriveFeatures, schemaMismatch } from "./parquet/feature-columns.js";
import { readFooter } from "./parquet/footer.js";
import { type ParquetFile, parquetFile, withViews } from "./parquet/parquet-file.js";
import { rowBatches } from "./parquet/row-batches.js";
import { singleRows } from "./parquet/single-rows.js";
import { checkPositiveInteger } from "./positive-integer.js";
import { requireColumns } from "./require-columns.js";
import type { Row } from "./row.js";

const defaultCaller = "dataset.openParquet";

export interface OpenParquetOptions {
  /** Columns to read, all by default; the file must have them. */
  readonly columns?: readonly string[];
  /** What the columns hold, where the file does not say or says it otherwise. */
  readonly features?: Features;
  /** Memory for what `row` has decoded, so that rows near each other or asked for again cost little. */
  readonly cacheBytes?: number;
}

export interface BatchOptions {
  /** Rows in a batch; fewer where a page or row group ends. */
  readonly batchRows?: number;
  /**
   * Whether pictures and binary cells are views of memory that the next batch may overwrite: for work that is done with
   * a batch before it asks for another. A copy, the default, costs about as much as the reading.
   */
  readonly views?: boolean;
}

/** An open Parquet file. Nothing but the footer has been read. */
export interface ParquetRows<R extends object = Row> {
  readonly features: Features;
  readonly length: number;
  /** Row `index` alone; reads its row group, or its pages where the group is large. Throws outside 0 to `length - 1`. */
  row(index: number): Promise<R>;
  /** All rows in order; holds a few megabytes of the file, and one page where that is larger. */
  rows(): AsyncGenerator<R, void, undefined>;
  /** The same rows, several at a time: faster where rows are small. */
  batches(options?: BatchOptions): AsyncGenerator<R[], void, undefined>;
}

/**
 * Reads the footer of a Parquet file and checks that its schema is that of its 🤗 features.
 *
 * A file without such features has those of its schema. `R` is the caller's word for what the features say; nothing
 * checks it. Throws on bytes that are not a whole Parquet file, on a missing column and on a column of a type this package lacks.
 * Parquet has no checksum that readers verify: a flipped bit in a page may pass unseen here, not in `readDataset`.
 */
export async function openParquet<R extends object = Row>(
  bytes: ByteSource | Uint8Array | Blob,
  { columns, features, cacheBytes = defaultCacheBytes }: OpenParquetOptions = {},
): Promise<ParquetRows<R>> {
  checkPositiveInteger("cacheBytes", cacheBytes, defaultCaller);
  const file = await openFile(toByteSource(bytes), { ...(columns && { columns }), ...(features && { features }) });
  return parquetRows<R>(file, new ByteCache(cacheBytes));
}

export const defaultCacheBytes: number = 64 << 20;

interface OpenFileOptions extends Pick<OpenParquetOptions, "columns" | "features"> {
  /** Opens the message of an error. */
  readonly caller?: string;
}

/** What `openParquet` makes rows of. */
export async function openFile(
  source: ByteSource,
  { columns, features: given, caller = defaultCaller }: OpenFileOptions = {},
): Promise<ParquetFile> {
  const damaged = (what: string, cause?: unknown): Error =>
    new Error(`${caller}: ${what}; expected a whole Parquet file. Write or fetch it again.`, { cause });
  if (given !== undefined) checkFeatures(given, caller);
  const footer = await readFooter(source, (what, cause) =>
    damaged(`${source.byteLength} bytes without a readable footer (${what})`, cause),
  );
  const names = footer.columns.map(({ name }) => name);
  if (columns !== undefined) requireColumns(Object.fromEntries(names.map((name) => [name, null])), columns, { caller });
  refuseDuplicates(names, columns ?? names, caller);
  const stored = given ?? featuresFromMetadata(footer.metadata, { columns, caller }) ?? deriveFeatures(footer.columns);
  const features = Object.fromEntries((columns ?? names).map((name) => [name, stored[name]])) as Features;
  checkFeatures(features, caller);
  const mismatch = schemaMismatch(footer.columns, features);
  if (mismatch !== null)
    throw new Error(
      `${caller}: ${mismatch} is stored in another type than its feature says; expected the two to agree. Pass \`features\` that describe the file.`,
    );
  return parquetFile(source, footer, features, damaged);
}

function refuseDuplicates(names: readonly string[], wanted: readonly string[], caller: string): void {
  const twice = wanted.find((name) => names.indexOf(name) !== names.lastIndexOf(name));
  if (twice !== undefined)
    throw new Error(
      `${caller}: the file has several columns named ${JSON.stringify(twice)}; expected names that differ. Rename one, or name the \`columns\` to read.`,
    );
}

/** The rows of an open file. `name` tells its entries in a shared cache from those of other files. */
export function parquetRows<R extends object>(file: ParquetFile, cache: ByteCache, name = ""): ParquetRows<R> {
  const length = file.footer.rows;
  const readRow = singleRows(file, cache, name);
  return {
    features: file.features,
    length,
    async row(index) {
      if (!Number.isInteger(index) || index < 0 || index >= length)
        throw new RangeError(
          `dataset.row: row ${describe(index)} of ${length}; expected 0 to ${length - 1}. Check it against \`length\`.`,
        );
      return (await readRow(index)) as R;
    },
    async *rows() {
      for await (const batch of rowBatches(file)) for (const row of batch) yield row as R;
    },
    batches({ batchRows = 1000, views = false } = {}) {
      checkPositiveInteger("batchRows", batchRows, "dataset.batches");
      return rowBatches(views ? withViews(file) : file, batchRows) as AsyncGenerator<R[], void, undefined>;
    },
  };
}
