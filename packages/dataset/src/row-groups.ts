import { type ByteWriter, type ColumnSource, ParquetWriter } from "hyparquet-writer";
import { type Feature, type Features, kindOf } from "./features.js";
import { featuresToMetadata } from "./huggingface-metadata.js";
import { toParquetSchema } from "./parquet-schema.js";
import { rowEncoder } from "./row-encoder.js";

/** Turns rows into one Parquet file, a row group at a time. `features` must have been checked. */
export interface RowGroupWriter {
  /** Writes the rows as one row group; `firstRow` counts them in errors. Resolves when the sink has taken the bytes. */
  write(rows: readonly object[], firstRow: number): void | Promise<void>;
  /** Writes the footer. */
  finish(): void | Promise<void>;
}

/** `caller` opens the message of a row that does not fit. */
export function rowGroupWriter(features: Features, sink: ByteWriter, caller: string): RowGroupWriter {
  const encode = rowEncoder(features, caller);
  const names = Object.keys(features);
  const settings = Object.values(features).map(columnSettings);
  const parquet = new ParquetWriter({
    writer: sink,
    schema: toParquetSchema(features),
    kvMetadata: [featuresToMetadata(features)],
    createdBy: "@vlm/dataset",
  });
  return {
    write(rows, firstRow) {
      if (rows.length === 0) return;
      const encoded = rows.map((row, index) => encode(row, firstRow + index));
      const columnData = names.map((name, column) => ({
        ...settings[column]!,
        name,
        data: encoded.map((cells) => cells[column]),
      }));
      return parquet.write({ columnData, rowGroupSize: rows.length });
    },
    finish: () => parquet.finish(),
  };
}

function columnSettings(feature: Feature): Omit<ColumnSource, "data" | "name"> {
  // Pictures are compressed already, and their least and greatest bytes say nothing.
  if (holds(feature, "bytes")) return { encoding: "PLAIN", codec: "UNCOMPRESSED", statistics: false };
  // The writer's dictionary takes 0 and −0 for one number.
  if (holds(feature, "float")) return { encoding: "PLAIN" };
  return {};
}

function holds(feature: Feature, what: "bytes" | "float"): boolean {
  const kind = kindOf(feature);
  switch (kind.kind) {
    case "value":
      return what === "float" ? kind.dtype.startsWith("float") : kind.dtype === "binary";
    case "image":
      return what === "bytes";
    case "list":
      return holds(kind.item, what);
    case "struct":
      return Object.values(kind.fields).some((field) => holds(field, what));
    default:
      return kind satisfies never;
  }
}
