import { type Feature, kindOf } from "../features.js";
import type { ByteArrays } from "./byte-arrays.js";
import type { Convert, LeafColumn } from "./leaf-column.js";
import type { StoredValues } from "./plain-values.js";
import type { SchemaLeaf, SchemaNode } from "./schema-node.js";
import { fieldNode, listItem } from "./schema-shape.js";

type Conversion = Pick<LeafColumn, "convert" | "isShared">;

/** A byte order mark stays, and bytes that are not UTF-8 throw. */
const utf8 = new TextDecoder("utf-8", { ignoreBOM: true, fatal: true });

const same: Conversion = { convert: null, isShared: true };
const text = shared<ByteArrays>((values, index) => decodeText(values.view(index)));
/** A copy for every cell: a view would keep the pages around it in memory. */
const bytes: Conversion = { convert: (values, index) => (values as ByteArrays).copy(index), isShared: false };
/** Bytes where they lie, for as long as the pages around them are there. */
export const viewBytes: Convert = (values, index) => (values as ByteArrays).view(index);
const label = shared<BigInt64Array>((values, index) => Number(values[index]));
const uint32 = shared<Int32Array>((values, index) => values[index]! >>> 0);
const uint64 = shared<BigInt64Array>((values, index) => BigInt.asUintN(64, values[index]!));

/** Calling the decoder costs more than a short text. */
function decodeText(stored: Uint8Array): string {
  if (stored.length > 32) return utf8.decode(stored);
  for (const byte of stored) if (byte >= 0x80) return utf8.decode(stored);
  return String.fromCharCode.apply(null, stored as unknown as number[]);
}

const byDtype: Readonly<Record<string, Conversion>> = { string: text, binary: bytes, uint32, uint64 };

/** The leaf's type has been checked: its values are of the kind that its conversion takes. */
function shared<Values extends StoredValues>(convert: (values: Values, index: number) => unknown): Conversion {
  return { convert: convert as LeafColumn["convert"], isShared: true };
}

/** Every leaf that a feature reads, with what turns its stored values into cells. */
export function leafConversions(feature: Feature, node: SchemaNode): (readonly [SchemaLeaf, Conversion])[] {
  const kind = kindOf(feature);
  switch (kind.kind) {
    case "value": {
      const conversion = kind.labels === undefined ? (byDtype[kind.dtype] ?? same) : label;
      return [[node.leaves[0]!, conversion]];
    }
    case "image":
      return [
        [fieldNode(node.children, "bytes").leaves[0]!, bytes],
        [fieldNode(node.children, "path").leaves[0]!, text],
      ];
    case "list":
      return leafConversions(kind.item, listItem(node)!.item);
    case "struct":
      return Object.entries(kind.fields).flatMap(([name, field]) =>
        leafConversions(field, fieldNode(node.children, name)),
      );
    default:
      return kind satisfies never;
  }
}
