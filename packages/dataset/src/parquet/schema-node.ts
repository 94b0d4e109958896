/** A column's or field's place in a Parquet schema. */
export interface SchemaNode {
  readonly name: string;
  /** Names from the top, joined with dots. */
  readonly path: string;
  readonly repetition: "REQUIRED" | "OPTIONAL" | "REPEATED";
  /** What the bytes mean beyond their type; null where nothing is said. */
  readonly annotation: string | null;
  /** How many optional or repeated ancestors, itself included, are there when it is. */
  readonly definition: number;
  /** How many repeated ancestors it has, itself included. */
  readonly repetitionLevel: number;
  readonly children: readonly SchemaNode[];
  /** Leaves under it, itself where it is one, in the order of a row group's column chunks. */
  readonly leaves: readonly SchemaLeaf[];
}

/** A node without children: it has a column chunk in every row group. */
export interface SchemaLeaf extends SchemaNode {
  readonly type: PhysicalType;
  /** Bytes of a FIXED_LEN_BYTE_ARRAY. */
  readonly typeLength: number;
  /** Which of a row group's column chunks holds it. */
  readonly column: number;
}

/** In the order of their numbers in parquet.thrift. */
export const physicalTypes = [
  "BOOLEAN",
  "INT32",
  "INT64",
  "INT96",
  "FLOAT",
  "DOUBLE",
  "BYTE_ARRAY",
  "FIXED_LEN_BYTE_ARRAY",
] as const;

export type PhysicalType = (typeof physicalTypes)[number];
