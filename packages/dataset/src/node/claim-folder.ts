import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { listFiles, manifestName, parseManifest } from "./manifest.js";

/** Throws unless a dataset may be written at `folder`: nothing is there, or a dataset of ours that may be replaced. */
export async function claimFolder(folder: string, overwrite: boolean, caller: string): Promise<void> {
  const found = await listFolder(folder, caller);
  if (found === null || found.length === 0) return;
  const text = found.includes(manifestName) ? await readFile(join(folder, manifestName), "utf8") : "";
  const manifest = parseManifest(text);
  if (manifest === null)
    throw new Error(
      `${caller}: ${folder} is not empty and not a dataset (found ${sample(found)}); expected no folder, an empty one or a dataset with a ${manifestName}. Choose another folder or remove this one yourself.`,
    );
  const ours = new Set([manifestName, ...listFiles(manifest).map(({ path }) => path)]);
  const foreign = found.filter((path) => !ours.has(path));
  if (foreign.length > 0)
    throw new Error(
      `${caller}: ${folder} holds a dataset and other files (${sample(foreign)}), which replacing it would delete; expected the dataset alone. Move them away first.`,
    );
  if (!overwrite)
    throw new Error(
      `${caller}: ${folder} already holds a dataset; expected no folder or an empty one. Pass overwrite: true to replace it.`,
    );
}

/** Files below the folder, with slashes; null where there is no folder. */
async function listFolder(folder: string, caller: string): Promise<string[] | null> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => !entry.isDirectory())
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, "/"));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return null;
    if (code !== "ENOTDIR") throw error;
    throw new Error(`${caller}: ${folder} is a file; expected a folder or nothing. Choose another name.`, {
      cause: error,
    });
  }
}

function sample(paths: readonly string[]): string {
  return paths.length > 3 ? `${paths.slice(0, 3).join(", ")} and ${paths.length - 3} more` : paths.join(", ");
}
