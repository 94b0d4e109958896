import { integer, list, text } from "./compact-fields.js";
import type { CompactStruct } from "./compact-protocol.js";
import { physicalTypes, type SchemaLeaf, type SchemaNode } from "./schema-node.js";

const repetitions = ["REQUIRED", "OPTIONAL", "REPEATED"] as const;
const maxDepth = 64;

/** In the order of their numbers in parquet.thrift. */
const convertedTypes = [
  "STRING",
  "MAP",
  "MAP_KEY_VALUE",
  "LIST",
  "ENUM",
  "DECIMAL",
  "DATE",
  "TIME",
  "TIME",
  "TIMESTAMP",
  "TIMESTAMP",
  "UINT_8",
  "UINT_16",
  "UINT_32",
  "UINT_64",
  "INT_8",
  "INT_16",
  "INT_32",
  "INT_64",
  "JSON",
  "BSON",
  "INTERVAL",
];

/** By their field's number in parquet.thrift's union of logical types. */
const logicalTypes: Readonly<Record<number, string>> = {
  1: "STRING",
  2: "MAP",
  3: "LIST",
  4: "ENUM",
  5: "DECIMAL",
  6: "DATE",
  7: "TIME",
  8: "TIMESTAMP",
  11: "NULL",
  12: "JSON",
  13: "BSON",
  14: "UUID",
  15: "FLOAT16",
  16: "VARIANT",
  17: "GEOMETRY",
  18: "GEOGRAPHY",
};

/** The schema's columns, from its elements in depth-first order. Throws an `Error` on elements that make no tree. */
export function readSchema(elements: readonly CompactStruct[]): SchemaNode[] {
  let next = 1;
  let column = 0;

  const readChildren = (count: number, parent: ParentNode, depth: number): SchemaNode[] => {
    if (!(count >= 0 && count <= elements.length - next)) throw new Error(`a group claims ${count} fields`);
    if (depth > maxDepth) throw new Error(`the schema is over ${maxDepth} deep`);
    return Array.from({ length: count }, () => readNode(parent, depth));
  };

  const readNode = (parent: ParentNode, depth: number): SchemaNode => {
    const element = elements[next++];
    if (element === undefined) throw new Error("the schema ends within a group");
    const name = text(element[4]);
    const repetition = repetitions[integer(element[3] ?? 0)];
    if (repetition === undefined) throw new Error(`${name} has an unknown repetition`);
    const node = {
      name,
      path: parent.path === "" ? name : `${parent.path}.${name}`,
      repetition,
      annotation: annotationOf(element),
      definition: parent.definition + (repetition === "REQUIRED" ? 0 : 1),
      repetitionLevel: parent.repetitionLevel + (repetition === "REPEATED" ? 1 : 0),
    };
    if (element[5] !== undefined && element[5] !== 0) {
      const children = readChildren(integer(element[5]), node, depth + 1);
      return { ...node, children, leaves: children.flatMap(({ leaves }) => leaves) };
    }
    const type = physicalTypes[integer(element[1])];
    if (type === undefined) throw new Error(`${node.path} has an unknown type`);
    const leaves: SchemaLeaf[] = [];
    const typeLength = integer(element[2] ?? 0);
    const leaf: SchemaLeaf = { ...node, children: [], leaves, type, typeLength, column: column++ };
    leaves.push(leaf);
    return leaf;
  };

  const root = elements[0];
  if (root === undefined) throw new Error("the schema is empty");
  const columns = readChildren(integer(root[5] ?? 0), { path: "", definition: 0, repetitionLevel: 0 }, 0);
  if (next !== elements.length) throw new Error(`the schema has ${elements.length - next} fields too many`);
  return columns;
}

type ParentNode = Pick<SchemaNode, "path" | "definition" | "repetitionLevel">;

function annotationOf(element: CompactStruct): string | null {
  const logical = element[10] === undefined ? [] : list(element[10]);
  const number = logical.findIndex((field) => field !== undefined);
  if (number === 10) {
    const [, bitWidth, isSigned] = list(logical[10]);
    return `${isSigned === true ? "INT" : "UINT"}_${integer(bitWidth)}`;
  }
  if (number >= 0) return logicalTypes[number] ?? `logical type ${number}`;
  return element[6] === undefined ? null : (convertedTypes[integer(element[6])] ?? `converted type ${element[6]}`);
}
