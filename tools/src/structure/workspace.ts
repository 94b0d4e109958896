import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join, posix } from "node:path";
import ts from "typescript";
import { importsOf } from "./imports.js";
import type { Manifest, Package, Source, Workspace } from "./package.js";

const skipped = new Set(["node_modules", "dist", "fixtures", "runs"]);
const code = /\.[cm]?[jt]sx?$/;

function walk(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    if (entry.name.startsWith(".") || skipped.has(entry.name)) return [];
    const path = posix.join(folder, entry.name);
    return entry.isDirectory() ? walk(root, path) : [path];
  });
}

function readSource(root: string, path: string): Source {
  const text = readFileSync(join(root, path), "utf8");
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  return { path, text, tree, imports: importsOf(tree) };
}

const readManifest = (root: string, folder: string): Manifest =>
  JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8")) as Manifest;

function readPackage(root: string, folder: string): Package {
  const paths = walk(root, folder);
  const sources = paths.filter((path) => code.test(path)).map((path) => readSource(root, path));
  return {
    name: basename(folder),
    folder,
    manifest: readManifest(root, folder),
    paths,
    sources: new Map(sources.map((source) => [source.path, source])),
  };
}

/** Folders inside `parent` that hold a package.json. */
function packageFolders(root: string, parent: string): string[] {
  if (!existsSync(join(root, parent))) return [];
  return readdirSync(join(root, parent))
    .map((name) => posix.join(parent, name))
    .filter((folder) => existsSync(join(root, folder, "package.json")));
}

/** Reads and parses every package of the workspace once, for all checks. */
export function readWorkspace(root: string): Workspace {
  const tools = existsSync(join(root, "tools", "package.json")) ? ["tools"] : [];
  const programs = [...packageFolders(root, "examples"), ...tools];
  return {
    root,
    manifest: readManifest(root, "."),
    packages: packageFolders(root, "packages").map((folder) => readPackage(root, folder)),
    programs: programs.map((folder) => readPackage(root, folder)),
  };
}
