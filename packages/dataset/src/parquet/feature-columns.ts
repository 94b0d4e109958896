import { type Dtype, type Feature, type Features, kindOf, type StructFeature } from "../features.js";
import type { PhysicalType, SchemaLeaf, SchemaNode } from "./schema-node.js";
import { listItem } from "./schema-shape.js";

/** The features that a schema has by itself; what this package has no feature for is named as Parquet names it. */
export function deriveFeatures(columns: readonly SchemaNode[]): Features {
  return Object.fromEntries(columns.map((node) => [node.name, derive(node)])) as Features;
}

function derive(node: SchemaNode): Feature {
  if (node.repetition === "REPEATED") return unknown(node);
  return deriveItem(node);
}

function deriveItem(node: SchemaNode): Feature {
  const list = listItem(node);
  if (list !== null) return { _type: "List", feature: deriveItem(list.item) };
  if (isLeaf(node)) {
    const dtype = stored.find(([, type, annotations]) => type === node.type && annotations.includes(node.annotation));
    return dtype === undefined ? unknown(node) : { _type: "Value", dtype: dtype[0] };
  }
  if (node.annotation !== null) return unknown(node);
  if (isImage(node)) return { _type: "Image" };
  return Object.fromEntries(node.children.map((child) => [child.name, derive(child)]));
}

/** A feature that the check of features refuses by this name. */
function unknown(node: SchemaNode): Feature {
  const type = isLeaf(node) ? node.type : "group";
  const name = [node.repetition === "REPEATED" ? "REPEATED" : "", type, node.annotation ?? ""]
    .filter(Boolean)
    .join(" ");
  return { _type: "Value", dtype: name as Dtype };
}

/** Path of the first place where a file's schema differs from the features, or null. */
export function schemaMismatch(columns: readonly SchemaNode[], features: Features): string | null {
  return fieldsMismatch(columns, features, "");
}

function fieldsMismatch(nodes: readonly SchemaNode[], fields: StructFeature, path: string): string | null {
  for (const [name, feature] of Object.entries(fields)) {
    const [node, ...others] = nodes.filter((child) => child.name === name);
    if (node === undefined || others.length > 0 || node.repetition === "REPEATED") return path + name;
    const mismatch = featureMismatch(node, feature, path + name);
    if (mismatch !== null) return mismatch;
  }
  return null;
}

function featureMismatch(node: SchemaNode, feature: Feature, path: string): string | null {
  const kind = kindOf(feature);
  switch (kind.kind) {
    case "value":
      return isStoredAs(node, kind.dtype) ? null : path;
    case "image":
      return isImage(node) ? null : path;
    case "list": {
      const list = listItem(node);
      return list === null ? path : featureMismatch(list.item, kind.item, `${path}[]`);
    }
    case "struct":
      if (isLeaf(node) || node.children.length !== Object.keys(kind.fields).length) return path;
      return fieldsMismatch(node.children, kind.fields, `${path}.`);
    default:
      return kind satisfies never;
  }
}

/** How each dtype is stored; any other annotation (a date, a decimal) would change what is read. */
const stored: readonly (readonly [Dtype, PhysicalType, readonly (string | null)[]])[] = [
  ["string", "BYTE_ARRAY", ["STRING"]],
  ["binary", "BYTE_ARRAY", [null]],
  ["binary", "FIXED_LEN_BYTE_ARRAY", [null]],
  ["int8", "INT32", ["INT_8"]],
  ["int16", "INT32", ["INT_16"]],
  ["int32", "INT32", [null, "INT_32"]],
  ["int64", "INT64", [null, "INT_64"]],
  ["uint8", "INT32", ["UINT_8"]],
  ["uint16", "INT32", ["UINT_16"]],
  ["uint32", "INT32", ["UINT_32"]],
  ["uint64", "INT64", ["UINT_64"]],
  ["float32", "FLOAT", [null]],
  ["float64", "DOUBLE", [null]],
  ["bool", "BOOLEAN", [null]],
];

function isStoredAs(node: SchemaNode, dtype: Dtype): boolean {
  return (
    isLeaf(node) &&
    stored.some(([name, type, notes]) => name === dtype && type === node.type && notes.includes(node.annotation))
  );
}

function isImage({ children, annotation }: SchemaNode): boolean {
  const field = (name: string): SchemaNode | undefined => children.find((child) => child.name === name);
  const [bytes, path] = [field("bytes"), field("path")];
  if (children.length !== 2 || bytes === undefined || path === undefined || annotation !== null) return false;
  return isStoredAs(bytes, "binary") && isStoredAs(path, "string");
}

function isLeaf(node: SchemaNode): node is SchemaLeaf {
  return "type" in node;
}
