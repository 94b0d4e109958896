import type ts from "typescript";
import type { Import } from "./imports.js";

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
}

/** A package or program of the workspace as it stands on disk. */
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

/** Whether a path is a test or a benchmark. */
export const isTest = (path: string): boolean => /\.(test|bench)\.[cm]?[jt]sx?$/.test(path);
