import ts from "typescript";

/** One place where a file names another module. */
export interface Import {
  readonly specifier: string;
  readonly line: number;
  /** `import type`, `export type` or `import("x").T`: gone after compilation. */
  readonly typeOnly: boolean;
  /** `new URL("x", import.meta.url)`: a worker or a data file, found beside the module. */
  readonly url: boolean;
}

/** `"@vlm/games/testing"` is of package `"@vlm/games"`, `"zod/mini"` of `"zod"`. */
export const packageNameOf = ({ specifier }: Import): string =>
  specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");

export const lineOf = (tree: ts.SourceFile, node: ts.Node): number =>
  tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1;

const literalOf = (node: ts.Node | undefined): string | null =>
  node !== undefined && ts.isStringLiteralLike(node) ? node.text : null;

const isImportMeta = (node: ts.Node): boolean =>
  ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword;

/** `import("x")`, `require("x")`, `require.resolve("x")`, `import.meta.resolve("x")`. */
function calledSpecifier(call: ts.CallExpression): string | null {
  const { expression } = call;
  const loads =
    expression.kind === ts.SyntaxKind.ImportKeyword ||
    (ts.isIdentifier(expression) && expression.text === "require") ||
    (ts.isPropertyAccessExpression(expression) &&
      expression.name.text === "resolve" &&
      (isImportMeta(expression.expression) ||
        (ts.isIdentifier(expression.expression) && expression.expression.text === "require")));
  return loads ? literalOf(call.arguments[0]) : null;
}

/** `new URL("x", import.meta.url)`. */
function urlSpecifier(made: ts.NewExpression): string | null {
  const [path, base] = made.arguments ?? [];
  const beside =
    ts.isIdentifier(made.expression) &&
    made.expression.text === "URL" &&
    base !== undefined &&
    ts.isPropertyAccessExpression(base) &&
    isImportMeta(base.expression) &&
    base.name.text === "url";
  return beside ? literalOf(path) : null;
}

/** Every module that a file names, static and dynamic, in order of appearance. */
export function importsOf(tree: ts.SourceFile): readonly Import[] {
  const found: Import[] = [];
  const add = (node: ts.Node, specifier: string | null, { typeOnly = false, url = false } = {}): void => {
    if (specifier !== null) found.push({ specifier, line: lineOf(tree, node), typeOnly, url });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      const typeOnly = node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
      add(node, literalOf(node.moduleSpecifier), { typeOnly });
    } else if (ts.isExportDeclaration(node)) {
      add(node, literalOf(node.moduleSpecifier), { typeOnly: node.isTypeOnly });
    } else if (ts.isImportEqualsDeclaration(node) && ts.isExternalModuleReference(node.moduleReference)) {
      add(node, literalOf(node.moduleReference.expression), { typeOnly: node.isTypeOnly });
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      add(node, literalOf(node.argument.literal), { typeOnly: true });
    } else if (ts.isCallExpression(node)) {
      add(node, calledSpecifier(node));
    } else if (ts.isNewExpression(node)) {
      add(node, urlSpecifier(node), { url: true });
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}
