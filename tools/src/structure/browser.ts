import { isBuiltin } from "node:module";
import ts from "typescript";
import { entriesOf, reachable } from "./graph.js";
import { type Import, lineOf } from "./imports.js";
import type { Source, Workspace } from "./package.js";
import type { Room } from "./rooms.js";

/** Exports that a browser never loads. */
const nodeOnly = new Set(["./node", "./package.json"]);
const nodeGlobals = new Set(["Buffer", "process", "require", "__dirname", "__filename", "global", "setImmediate"]);
/** Fields of `import.meta` that only Node has. */
const nodeMeta = new Set(["dirname", "filename"]);

function needsNode({ specifier, url }: Import): boolean {
  if (url) return false;
  return isBuiltin(specifier) || specifier === "sharp" || specifier.endsWith("/node");
}

/** Whether an identifier is the name of something else: a member, a label, a key, a declaration. */
function isMere(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) && parent.name === node) {
    return !(ts.isIdentifier(parent.expression) && parent.expression.text === "globalThis");
  }
  if (ts.isQualifiedName(parent)) return parent.right === node;
  if (ts.isBindingElement(parent)) return parent.propertyName === node || parent.name === node;
  return "name" in parent && parent.name === node && !ts.isShorthandPropertyAssignment(parent);
}

/** Names that the file itself binds anywhere: a parameter `process` is no global. */
function boundNames(tree: ts.SourceFile): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    const binds =
      ts.isVariableDeclaration(node) ||
      ts.isParameter(node) ||
      ts.isBindingElement(node) ||
      ts.isFunctionDeclaration(node) ||
      ts.isImportSpecifier(node) ||
      ts.isImportClause(node);
    if (binds && node.name && ts.isIdentifier(node.name)) names.add(node.name.text);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return names;
}

/** Uses of Node's globals, as name and line. */
function globalsOf({ tree }: Source): { readonly name: string; readonly line: number }[] {
  const bound = boundNames(tree);
  const found: { name: string; line: number }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && nodeGlobals.has(node.text) && !bound.has(node.text) && !isMere(node)) {
      found.push({ name: node.text, line: lineOf(tree, node) });
    }
    if (ts.isPropertyAccessExpression(node) && ts.isMetaProperty(node.expression) && nodeMeta.has(node.name.text)) {
      found.push({ name: `import.meta.${node.name.text}`, line: lineOf(tree, node) });
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

/** Rule 3: what a browser package offers outside `./node` needs nothing of Node. */
export function checkBrowser({ packages }: Workspace, rooms: readonly Room[]): string[] {
  const browser = new Set(rooms.filter((room) => room.browser).map((room) => room.name));
  return packages
    .filter((home) => browser.has(home.name))
    .flatMap((home) => {
      const entries = [...entriesOf(home)].filter(([name]) => !nodeOnly.has(name)).map(([, source]) => source);
      return [...reachable(home, entries)].flatMap((source) =>
        [
          ...source.imports.filter(needsNode).map(({ specifier, line }) => ({ what: `imports ${specifier}`, line })),
          ...globalsOf(source).map(({ name, line }) => ({ what: `uses ${name}`, line })),
        ].map(
          ({ what, line }) =>
            `structure.browser: ${source.path}:${line} ${what}, and ${home.folder} offers that file to browsers; expected ` +
            'Node behind "./node" only. Move it to src/node.ts or src/node/.',
        ),
      );
    });
}
