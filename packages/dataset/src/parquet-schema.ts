import type { SchemaElement, SchemaTree } from "hyparquet";
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
      return [{ name, repetition_type: "OPTIONAL", ...physicalTypes[kind.dtype] }];
    case "image":
      return [
        { name, repetition_type: "OPTIONAL", num_children: 2 },
        { name: "bytes", repetition_type: "OPTIONAL", type: "BYTE_ARRAY" },
        { name: "path", repetition_type: "OPTIONAL", ...physicalTypes.string },
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

const physicalTypes: Readonly<Record<Dtype, Omit<SchemaElement, "name">>> = {
  string: { type: "BYTE_ARRAY", converted_type: "UTF8", logical_type: { type: "STRING" } },
  int32: { type: "INT32" },
  int64: { type: "INT64" },
  float32: { type: "FLOAT" },
  float64: { type: "DOUBLE" },
  bool: { type: "BOOLEAN" },
};

/** Path of the first place where a file's schema differs from the features, or null. */
export function schemaMismatch(tree: SchemaTree, features: Features): string | null {
  return structMismatch(tree, features, "");
}

function structMismatch(tree: SchemaTree, fields: StructFeature, path: string): string | null {
  for (const [name, feature] of Object.entries(fields)) {
    const child = tree.children.find(({ element }) => element.name === name);
    const mismatch = child === undefined ? path + name : featureMismatch(child, feature, path + name);
    if (mismatch !== null) return mismatch;
  }
  return null;
}

function featureMismatch(tree: SchemaTree, feature: Feature, path: string): string | null {
  const kind = kindOf(feature);
  switch (kind.kind) {
    case "value":
      return isLeafOf(tree.element, kind.dtype) ? null : path;
    case "image":
      return isImageGroup(tree) ? null : path;
    case "list": {
      const item = tree.element.converted_type === "LIST" ? tree.children[0]?.children[0] : undefined;
      return item === undefined ? path : featureMismatch(item, kind.item, `${path}[]`);
    }
    case "struct":
      if (tree.children.length !== Object.keys(kind.fields).length) return path;
      return structMismatch(tree, kind.fields, `${path}.`);
    default:
      return kind satisfies never;
  }
}

function isLeafOf({ type, converted_type, logical_type }: SchemaElement, dtype: Dtype): boolean {
  if (type !== physicalTypes[dtype].type) return false;
  const isText = converted_type === "UTF8" || logical_type?.type === "STRING";
  if (dtype === "string") return isText;
  // Any other annotation (a date, a decimal, an unsigned integer) would change what is read.
  return converted_type === undefined || converted_type === `INT_${dtype.slice(3)}`;
}

function isImageGroup({ children }: SchemaTree): boolean {
  const [bytes, path] = ["bytes", "path"].map((name) => children.find(({ element }) => element.name === name));
  if (children.length !== 2 || bytes === undefined || path === undefined) return false;
  const { type, converted_type } = bytes.element;
  return type === "BYTE_ARRAY" && converted_type === undefined && isLeafOf(path.element, "string");
}
