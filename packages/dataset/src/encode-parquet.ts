import { ByteWriter } from "hyparquet-writer";
import { checkFeatures } from "./check-features.js";
import type { Features } from "./features.js";
import { defaultGroupLimits, PendingGroup } from "./pending-group.js";
import { checkPositiveInteger } from "./positive-integer.js";
import { rowGroupWriter } from "./row-groups.js";

export interface EncodeParquetOptions {
  readonly features: Features;
  /** Rows in one row group, what a reader decodes at once; 🤗 datasets takes 100 where there are pictures. */
  readonly rowsPerGroup?: number;
  /** Bytes in one row group, about, before compression; a row that is larger makes a group of its own. */
  readonly bytesPerGroup?: number;
}

/**
 * Rows as the bytes of one Parquet file, in the layout of 🤗 datasets. Equal rows give equal bytes.
 *
 * Every row has every column; a cell without a value is null. Throws on the first row that does not fit `features`.
 */
export function encodeParquet(
  rows: Iterable<object>,
  {
    features,
    rowsPerGroup = defaultGroupLimits.rowsPerGroup,
    bytesPerGroup = defaultGroupLimits.bytesPerGroup,
  }: EncodeParquetOptions,
): Uint8Array {
  const caller = "dataset.encodeParquet";
  checkFeatures(features, caller);
  checkPositiveInteger("rowsPerGroup", rowsPerGroup, caller);
  checkPositiveInteger("bytesPerGroup", bytesPerGroup, caller);
  const sink = new ByteWriter();
  const writer = rowGroupWriter(features, sink, caller);
  const group = new PendingGroup({ rowsPerGroup, bytesPerGroup }, caller);
  let written = 0;
  const write = (): void => {
    const rows = group.take();
    writer.write(rows, written);
    written += rows.length;
  };
  for (const row of rows) {
    const bytes = group.measure(row, written + group.length);
    if (group.overflows(bytes)) write();
    group.add(row, bytes);
    if (group.isFull) write();
  }
  write();
  writer.finish();
  return new Uint8Array(sink.getBuffer());
}
