import type { SchemaNode } from "./schema-node.js";

/** The field of that name. Throws where there is none, or several. */
export function fieldNode(nodes: readonly SchemaNode[], name: string): SchemaNode {
  const found = nodes.filter((node) => node.name === name);
  if (found.length !== 1) throw new Error(`${found.length} fields are named ${name}`);
  return found[0]!;
}

/**
 * The repeated node of a list and the node of its items; null for a node that is no list.
 *
 * Older writers leave a level out: then the repeated node is the item itself.
 * https://github.com/apache/parquet-format/blob/master/LogicalTypes.md#lists
 */
export function listItem(node: SchemaNode): { repeated: SchemaNode; item: SchemaNode } | null {
  const [repeated, ...others] = node.children;
  if (node.annotation !== "LIST" || repeated?.repetition !== "REPEATED" || others.length > 0) return null;
  const [inner, ...more] = repeated.children;
  const isItem =
    inner === undefined || more.length > 0 || repeated.name === "array" || repeated.name === `${node.name}_tuple`;
  return { repeated, item: isItem ? repeated : inner };
}
