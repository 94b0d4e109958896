import { readFileSync } from "node:fs";
import { join, posix } from "node:path";
import ts from "typescript";
import { lineOf } from "./imports.js";
import { isTest, type Package, type Source, type Workspace } from "./package.js";

const ceiling = 400;
const counted = /\.([cm]?[jt]sx?|cc|cu|cuh|h|py|css|html)$/;
const vague = new Set(["util", "utils", "helper", "helpers", "common", "manager", "managers"]);

const wordsOf = (name: string): string[] => name.split(/[-_.]|(?<=[a-z])(?=[A-Z])/).map((word) => word.toLowerCase());

/** Files and folders whose name says nothing, each once. */
function vagueNames({ folder, paths }: Package): string[] {
  const all = new Set<string>();
  for (const path of paths) {
    for (let part = path; part !== folder && part !== "."; part = posix.dirname(part)) all.add(part);
  }
  return [...all].flatMap((path) => {
    const word = wordsOf(posix.basename(path)).find((candidate) => vague.has(candidate));
    return word === undefined
      ? []
      : [`${path} is named "${word}"; expected the name of the one idea inside. Rename it, or split it up.`];
  });
}

function longFiles(root: string, { paths }: Package): string[] {
  return paths
    .filter((path) => counted.test(path) && !isTest(path))
    .flatMap((path) => {
      const lines = readFileSync(join(root, path), "utf8").split("\n").length - 1;
      return lines <= ceiling ? [] : [`${path} has ${lines} lines; expected at most ${ceiling}. Split it by ideas.`];
    });
}

const forwards = (node: ts.Statement): boolean => ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined;

/** What an `index.ts` holds besides re-exports. */
function indexCode({ path, tree }: Source): string[] {
  if (!/(^|\/)index\.[cm]?ts$/.test(path)) return [];
  return tree.statements
    .filter((node) => !forwards(node))
    .map((node) => {
      const start = node.getText(tree).split("\n")[0] ?? "";
      return `${path}:${lineOf(tree, node)} has "${start}"; expected re-exports only. Move it to a file named after it.`;
    });
}

/** Rule 4: small files, each named after its one idea. */
export function checkLayout({ root, packages, programs }: Workspace): string[] {
  return [...packages, ...programs]
    .flatMap((home) => [
      ...vagueNames(home),
      ...longFiles(root, home),
      ...[...home.sources.values()].flatMap(indexCode),
    ])
    .map((line) => `structure.layout: ${line}`);
}
