import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join, posix } from "node:path";
import ts from "typescript";
import { type Import, importsOf } from "./imports.js";

/** What the checks read of a package.json. */
export interface Manifest {
  readonly name: string;
  readonly version?: string;
  readonly description?: string;
  readonly license?: string;
  readonly engines?: { readonly node?: string };
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly imports?: Readonly<Record<string, unknown>>;
  readonly bin?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** A TypeScript or JavaScript file; paths are relative to the workspace, with forward slashes. */
export interface Source {
  readonly path: string;
  readonly text: string;
  readonly tree: ts.SourceFile;
  readonly imports: readonly Import[];
  /** Serves development only: a test, a benchmark, or a script outside `src`. */
  readonly development: boolean;
}

export interface Package {
  /** Folder name: `"games"`. */
  readonly name: string;
  /** Relative to the workspace: `"packages/games"`. */
  readonly folder: string;
  readonly manifest: Manifest;
  /** Every file, code or not. */
  readonly paths: readonly string[];
  /** By path. */
  readonly sources: ReadonlyMap<string, Source>;
}

export interface Workspace {
  readonly root: string;
  readonly manifest: Manifest;
  /** What is published: `packages/*`. */
  readonly packages: readonly Package[];
  /** What composes them: `examples/*` and `tools`. */
  readonly programs: readonly Package[];
}

const skipped = new Set(["node_modules", "dist", "fixtures", "runs"]);
const code = /\.[cm]?[jt]sx?$/;

/** Whether a path is a test or a benchmark. */
export const isTest = (path: string): boolean => /\.(test|bench)\.[cm]?[jt]sx?$/.test(path);

function walk(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    if (entry.name.startsWith(".") || skipped.has(entry.name)) return [];
    const path = posix.join(folder, entry.name);
    return entry.isDirectory() ? walk(root, path) : [path];
  });
}

function readSource(root: string, folder: string, path: string): Source {
  const text = readFileSync(join(root, path), "utf8");
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const development = isTest(path) || !path.startsWith(`${folder}/src/`);
  return { path, text, tree, imports: importsOf(tree), development };
}

const readManifest = (root: string, folder: string): Manifest =>
  JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8")) as Manifest;

function readPackage(root: string, folder: string): Package {
  const paths = walk(root, folder);
  const sources = paths.filter((path) => code.test(path)).map((path) => readSource(root, folder, path));
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
