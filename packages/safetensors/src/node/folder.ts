import { realpath } from "node:fs/promises";
import { basename, dirname, join, sep } from "node:path";
import { SafetensorsError } from "../error.js";
import type { Folder, Source } from "../source.js";
import { fileSource } from "./file-source.js";

/** A directory as a folder of sources. Links that lead out of it are refused, but for those of the Hub's own cache. */
export function openFolder(directory: string): Folder {
  return {
    name: directory,
    async open(name: string): Promise<Source | null> {
      if (name !== basename(name) || name === ".." || name === "." || name.includes("\0"))
        throw outside(directory, name);
      let target: string;
      try {
        target = await realpath(join(directory, name));
      } catch (error) {
        if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
        throw error;
      }
      const root = await realpath(directory);
      if (!allowedRoots(root).some((allowed) => target.startsWith(allowed + sep))) throw outside(directory, name);
      return fileSource(target).then((source) => ({ ...source, name }));
    },
  };
}

/** The folder itself; for `…/snapshots/<revision>` of the Hub's cache also its `blobs`, where the links lead. */
function allowedRoots(root: string): readonly string[] {
  const parent = dirname(root);
  return basename(parent) === "snapshots" ? [root, join(dirname(parent), "blobs")] : [root];
}

function outside(directory: string, name: string): SafetensorsError {
  return new SafetensorsError(
    "outside-folder",
    `safetensors.openFolder: ${JSON.stringify(name)} leads out of ${directory}; expected a file in it. Copy the file there.`,
  );
}
