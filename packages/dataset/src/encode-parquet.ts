import { ByteWriter } from "hyparquet-writer";
import { checkFeatures } from "./check-features.js";
import type { Features } from "./features.js";
import { checkPositiveInteger } from "./positive-integer.js";
import { rowGroupWriter } from "./row-groups.js";

export interface EncodeParquetOptions {
  readonly features: Features;
  /** Rows in one row group, what a reader decodes at once; 🤗 datasets takes 100 where there are pictures. */
  readonly rowsPerGroup?: number;
}

/**
 * Rows as the bytes of one Parquet file, in the layout of 🤗 datasets. Equal rows give equal bytes.
 *
 * Every row has every column; a cell without a value is null. Throws on the first row that does not fit `features`.
 */
export function encodeParquet(
  rows: Iterable<object>,
  { features, rowsPerGroup = 100 }: EncodeParquetOptions,
): Uint8Array {
  const caller = "dataset.encodeParquet";
  checkFeatures(features, caller);
  checkPositiveInteger("rowsPerGroup", rowsPerGroup, caller);
  const sink = new ByteWriter();
  const writer = rowGroupWriter(features, sink, caller);
  let group: object[] = [];
  let written = 0;
  for (const row of rows) {
    group.push(row);
    if (group.length < rowsPerGroup) continue;
    writer.write(group, written);
    written += group.length;
    group = [];
  }
  writer.write(group, written);
  writer.finish();
  return new Uint8Array(sink.getBuffer());
}
