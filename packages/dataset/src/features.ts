/** A scalar's type, in 🤗 datasets' spelling. */
export type Dtype = (typeof dtypes)[number];

export const dtypes = [
  "string",
  "int8",
  "int16",
  "int32",
  "int64",
  "uint8",
  "uint16",
  "uint32",
  "uint64",
  "float32",
  "float64",
  "bool",
  "binary",
] as const;

export interface ValueFeature {
  readonly _type: "Value";
  readonly dtype: Dtype;
}

/** An encoded picture (PNG, JPEG): its cell is an `ImageCell`. */
export interface ImageFeature {
  readonly _type: "Image";
}

/** A class by its number, stored as int64: its cell is a place in `names`, or −1 for none. */
export interface ClassLabelFeature {
  readonly _type: "ClassLabel";
  readonly names: readonly string[];
}

export interface ListFeature {
  readonly _type: "List";
  readonly feature: Feature;
}

/** Fields by name, in the order of the file. */
export interface StructFeature {
  readonly [field: string]: Feature;
}

export type Feature = ValueFeature | ClassLabelFeature | ImageFeature | ListFeature | StructFeature;

/** Columns by name, exactly as 🤗 datasets writes `Features` in JSON. */
export type Features = StructFeature;

/** A feature as a union that `switch` can tell apart: a struct is the one without `_type`. */
export type FeatureKind =
  // `labels` are those of a class label.
  | { readonly kind: "value"; readonly dtype: Dtype; readonly labels?: readonly string[] }
  | { readonly kind: "image" }
  | { readonly kind: "list"; readonly item: Feature }
  | { readonly kind: "struct"; readonly fields: StructFeature };

export function kindOf(feature: Feature): FeatureKind {
  if (isValue(feature)) return { kind: "value", dtype: feature.dtype };
  if (isClassLabel(feature)) return { kind: "value", dtype: "int64", labels: feature.names };
  if (isImage(feature)) return { kind: "image" };
  if (isList(feature)) return { kind: "list", item: feature.feature };
  return { kind: "struct", fields: feature };
}

function isValue(feature: Feature): feature is ValueFeature {
  return (feature._type as unknown) === "Value";
}

function isClassLabel(feature: Feature): feature is ClassLabelFeature {
  return (feature._type as unknown) === "ClassLabel";
}

function isImage(feature: Feature): feature is ImageFeature {
  return (feature._type as unknown) === "Image";
}

function isList(feature: Feature): feature is ListFeature {
  return (feature._type as unknown) === "List";
}
