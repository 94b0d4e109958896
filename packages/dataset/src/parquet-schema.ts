import type { SchemaElement } from "hyparquet";
import { type Dtype, type Feature, type Features, kindOf, type StructFeature } from "./features.js";

/**
 * The Parquet schema whose Arrow form equals the features' own.
 *
 * 🤗 datasets uses a stored feature only when the two are equal to the letter (same names and order, everything
 * nullable); otherwise an Image silently becomes a struct of bytes.
 */
export function toParquetSchema(features: Features): SchemaElement[] {
  const columns = Object.keys(features);
  return [{ name: "schema", num_children: columns.length }, ...fieldElements(features)];
}

function fieldElements(fields: StructFeature): SchemaElement[] {
  return Object.entries(fields).flatMap(([name, feature]) => elements(name, feature));
}

function elements(name: string, feature: Feature): SchemaElement[] {
  const kind = kindOf(feature);
  switch (kind.kind) {
    case "value":
      return [{ name, repetition_type: "OPTIONAL", ...storage[kind.dtype] }];
    case "image":
      return [
        { name, repetition_type: "OPTIONAL", num_children: 2 },
        { name: "bytes", repetition_type: "OPTIONAL", ...storage.binary },
        { name: "path", repetition_type: "OPTIONAL", ...storage.string },
      ];
    case "list":
      return [
        { name, repetition_type: "OPTIONAL", num_children: 1, converted_type: "LIST", logical_type: { type: "LIST" } },
        { name: "list", repetition_type: "REPEATED", num_children: 1 },
        ...elements("element", kind.item),
      ];
    case "struct":
      return [
        { name, repetition_type: "OPTIONAL", num_children: Object.keys(kind.fields).length },
        ...fieldElements(kind.fields),
      ];
    default:
      return kind satisfies never;
  }
}

const storage: Readonly<Record<Dtype, Omit<SchemaElement, "name">>> = {
  string: { type: "BYTE_ARRAY", converted_type: "UTF8", logical_type: { type: "STRING" } },
  binary: { type: "BYTE_ARRAY" },
  // Without the newer annotation beside it: the writer leaves out of it that an integer is unsigned.
  int8: { type: "INT32", converted_type: "INT_8" },
  int16: { type: "INT32", converted_type: "INT_16" },
  int32: { type: "INT32" },
  int64: { type: "INT64" },
  uint8: { type: "INT32", converted_type: "UINT_8" },
  uint16: { type: "INT32", converted_type: "UINT_16" },
  uint32: { type: "INT32", converted_type: "UINT_32" },
  uint64: { type: "INT64", converted_type: "UINT_64" },
  float32: { type: "FLOAT" },
  float64: { type: "DOUBLE" },
  bool: { type: "BOOLEAN" },
};
