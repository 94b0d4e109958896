import { type ByteWriter, type ColumnSource, ParquetWriter } from "hyparquet-writer";
import { type CellEncoder, CellError, cellEncoder } from "./encode-cell.js";
import { type Feature, type Features, kindOf } from "./features.js";
import { featuresToMetadata } from "./huggingface-metadata.js";
import { toParquetSchema } from "./parquet-schema.js";

/** Turns rows into one Parquet file, a row group at a time. `features` must have been checked. */
export interface RowGroupWriter {
  /** Writes the rows as one row group; `firstRow` counts them in errors. Resolves when the sink has taken the bytes. */
  write(rows: readonly object[], firstRow: number): void | Promise<void>;
  /** Writes the footer. */
  finish(): void | Promise<void>;
}

/** `caller` opens the message of a row that does not fit. */
export function rowGroupWriter(features: Features, sink: ByteWriter, caller: string): RowGroupWriter {
  const columns = Object.entries(features).map(([name, feature]) => column(name, feature));
  const parquet = new ParquetWriter({
    writer: sink,
    schema: toParquetSchema(features),
    kvMetadata: [featuresToMetadata(features)],
    createdBy: "@vlm/dataset",
  });
  return {
    write(rows, firstRow) {
      if (rows.length === 0) return;
      rows.forEach((row, index) => {
        checkColumns(row, features, firstRow + index, caller);
      });
      const columnData = columns.map(({ encode, ...source }) => ({
        ...source,
        data: rows.map((row, index) => encodeAt(row, source.name, encode, firstRow + index, caller)),
      }));
      return parquet.write({ columnData, rowGroupSize: rows.length });
    },
    finish: () => parquet.finish(),
  };
}

function column(name: string, feature: Feature): Omit<ColumnSource, "data"> & { readonly encode: CellEncoder } {
  const encode = cellEncoder(feature, `column ${name}`);
  // Pictures are compressed already, and their least and greatest bytes say nothing.
  if (holds(feature, "image")) return { name, encode, encoding: "PLAIN", codec: "UNCOMPRESSED", statistics: false };
  // The writer's dictionary takes 0 and −0 for one number.
  if (holds(feature, "float")) return { name, encode, encoding: "PLAIN" };
  return { name, encode };
}

function holds(feature: Feature, what: "image" | "float"): boolean {
  const kind = kindOf(feature);
  switch (kind.kind) {
    case "value":
      return what === "float" && kind.dtype.startsWith("float");
    case "image":
      return what === "image";
    case "list":
      return holds(kind.item, what);
    case "struct":
      return Object.values(kind.fields).some((field) => holds(field, what));
    default:
      return kind satisfies never;
  }
}

function checkColumns(row: object, features: Features, index: number, caller: string): void {
  if (typeof row !== "object" || row === null)
    throw new TypeError(
      `${caller}: row ${index} is ${String(row)}; expected an object with a cell for each column. Pass objects.`,
    );
  const stray = Object.keys(row).find((name) => !Object.hasOwn(features, name));
  if (stray !== undefined)
    throw new TypeError(
      `${caller}: row ${index} has a column ${JSON.stringify(stray)}; the features have ${Object.keys(features).join(", ")}. Add it to the features or leave it out.`,
    );
}

function encodeAt(row: object, name: string, encode: CellEncoder, index: number, caller: string): unknown {
  try {
    return encode((row as Readonly<Record<string, unknown>>)[name]);
  } catch (error) {
    if (error instanceof CellError) throw new TypeError(`${caller}: row ${index}: ${error.message}.`, { cause: error });
    throw error;
  }
}
