import ts from "typescript";
import { lineOf } from "./imports.js";
import { isTest, type Package, type Workspace } from "./package.js";

const ceiling = 250;

type Declaration = ts.InterfaceDeclaration | ts.TypeAliasDeclaration | ts.ClassDeclaration;

const isNoun = (node: ts.Statement): node is Declaration & { readonly name: ts.Identifier } =>
  (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) || ts.isClassDeclaration(node)) &&
  node.name !== undefined &&
  (ts.getModifiers(node) ?? []).some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword);

/** Interfaces, type aliases, and imports and exports of types: what compiles to nothing. */
function erased(node: ts.Statement): boolean {
  if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return true;
  if (ts.isImportDeclaration(node)) return node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
  return ts.isExportDeclaration(node) && node.isTypeOnly;
}

function checkTypes(types: Package): string[] {
  const sources = [...types.sources.values()].filter((source) => !isTest(source.path));
  const lines = sources.reduce((sum, source) => sum + source.text.split("\n").length - 1, 0);
  const found: string[] = [];
  if (lines > ceiling) {
    found.push(`${types.folder} has ${lines} lines; expected at most ${ceiling}. Keep only nouns that cross borders.`);
  }
  const { dependencies, peerDependencies, optionalDependencies } = types.manifest;
  const names = [dependencies, peerDependencies, optionalDependencies].flatMap((list) => Object.keys(list ?? {}));
  if (names.length > 0) {
    found.push(`${types.folder}/package.json depends on ${names.join(", ")}; expected no dependency. Remove it.`);
  }
  for (const { path, tree } of sources) {
    for (const statement of tree.statements.filter((node) => !erased(node))) {
      const start = statement.getText(tree).split("\n")[0] ?? "";
      found.push(`${path}:${lineOf(tree, statement)} has code, "${start}"; expected types only. Move it to its user.`);
    }
  }
  return found;
}

/** Rule 2: `types` holds the shared nouns and nothing else, and nobody else declares them. */
export function checkNouns({ packages, programs }: Workspace): string[] {
  const types = packages.find((home) => home.name === "types");
  if (!types) return ["structure.nouns: packages/types is missing; expected the shared nouns there. Add the package."];
  const found = checkTypes(types);
  const nouns = new Map<string, string>();
  for (const { tree, path } of types.sources.values()) {
    for (const node of tree.statements.filter(isNoun)) nouns.set(node.name.text, path);
  }
  for (const home of [...packages, ...programs].filter((candidate) => candidate !== types)) {
    for (const { path, tree } of home.sources.values()) {
      if (isTest(path)) continue;
      for (const node of tree.statements.filter(isNoun)) {
        const first = nouns.get(node.name.text);
        if (first === undefined) continue;
        found.push(
          `${path}:${lineOf(tree, node)} declares ${node.name.text}, which ${first} declares; expected one ` +
            "declaration. Import the shared noun, or give yours a name of its own.",
        );
      }
    }
  }
  return found.map((line) => `structure.nouns: ${line}`);
}
