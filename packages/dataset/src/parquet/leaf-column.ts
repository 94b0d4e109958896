import type { Decompress } from "./decompress.js";
import type { StoredValues } from "./plain-values.js";
import type { SchemaLeaf } from "./schema-node.js";

export type Convert = (values: StoredValues, index: number) => unknown;

/** A leaf of the schema together with how its values are read. */
export interface LeafColumn {
  readonly leaf: SchemaLeaf;
  readonly decompress: Decompress;
  /** What a cell holds of a stored value, a new object each time; null where the two are the same. */
  readonly convert: Convert | null;
  /** Whether one converted value may stand in many cells, as text may and bytes, which can be written to, may not. */
  readonly isShared: boolean;
  /** The error of a damaged column; `what` goes on after its name. */
  readonly fault: (what: string, cause?: unknown) => Error;
}
