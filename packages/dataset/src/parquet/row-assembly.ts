import { type Feature, kindOf, type StructFeature } from "../features.js";
import type { Cell } from "../row.js";
import type { LeafCursor } from "./leaf-cursor.js";
import type { SchemaLeaf, SchemaNode } from "./schema-node.js";
import { fieldNode, listItem } from "./schema-shape.js";

/** Takes the next row's cell off the cursors below a column. */
export type CellReader = () => Cell;

/**
 * How a row is put together from its leaves' entries, compiled once and run for every row.
 *
 * The definition level of an entry tells how deep it is there, the repetition level which list it goes on with.
 * Dremel: Interactive Analysis of Web-Scale Datasets (Melnik et al. 2010), §4.3.
 */
export function rowReader(
  features: StructFeature,
  columns: readonly SchemaNode[],
  cursorOf: (leaf: SchemaLeaf) => LeafCursor,
): () => Record<string, Cell> {
  return fieldsReader(features, (name) => fieldNode(columns, name), cursorOf);
}

type CursorOf = (leaf: SchemaLeaf) => LeafCursor;

function fieldsReader(
  fields: StructFeature,
  nodeOf: (name: string) => SchemaNode,
  cursorOf: CursorOf,
): () => Record<string, Cell> {
  const names = Object.keys(fields);
  const readers = names.map((name) => cellReader(fields[name]!, nodeOf(name), cursorOf));
  return () => {
    const cells: Record<string, Cell> = {};
    for (let index = 0; index < names.length; index++) cells[names[index]!] = readers[index]!();
    return cells;
  };
}

function cellReader(feature: Feature, node: SchemaNode, cursorOf: CursorOf): CellReader {
  const kind = kindOf(feature);
  switch (kind.kind) {
    case "value": {
      const cursor = cursorOf(node.leaves[0]!);
      return () => cursor.take() as Cell;
    }
    case "image":
      return orNull(node, cursorOf, imageReader(node, cursorOf));
    case "list":
      return listReader(kind.item, node, cursorOf);
    case "struct":
      return orNull(
        node,
        cursorOf,
        fieldsReader(kind.fields, (name) => fieldNode(node.children, name), cursorOf),
      );
    default:
      return kind satisfies never;
  }
}

function imageReader(node: SchemaNode, cursorOf: CursorOf): CellReader {
  const [bytes, path] = ["bytes", "path"].map((name) => cursorOf(fieldNode(node.children, name).leaves[0]!));
  return () => {
    const picture = bytes!.take() as Uint8Array | null;
    const file = path!.take() as string | null;
    if (picture === null)
      throw new Error(
        `dataset: column ${node.path} has no bytes (path ${JSON.stringify(file)}); expected the picture inside the file. Embed the pictures: in 🤗 datasets, save with to_parquet or push_to_hub.`,
      );
    return { bytes: picture, path: file };
  };
}

/** Null where the group itself is: each of its leaves then has one entry that says so. */
function orNull(node: SchemaNode, cursorOf: CursorOf, read: CellReader): CellReader {
  if (node.repetition !== "OPTIONAL") return read;
  const cursors = node.leaves.map(cursorOf);
  const first = cursors[0]!;
  return () => {
    if (first.peekDefinition() >= node.definition) return read();
    for (const cursor of cursors) cursor.skip();
    return null;
  };
}

function listReader(feature: Feature, node: SchemaNode, cursorOf: CursorOf): CellReader {
  const { repeated, item } = listItem(node)!;
  const cursors = node.leaves.map(cursorOf);
  const first = cursors[0]!;
  const readItem = cellReader(feature, item, cursorOf);
  return orNull(node, cursorOf, () => {
    if (first.peekDefinition() < repeated.definition) {
      for (const cursor of cursors) cursor.skip();
      return [];
    }
    const items: Cell[] = [];
    do items.push(readItem());
    while (first.peekRepetition() === repeated.repetitionLevel);
    return items;
  });
}
