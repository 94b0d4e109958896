import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";

export interface Case {
  readonly folder: string;
  readonly kind: string;
}

/** The cases that a folder is and holds, at any depth, in the order of their paths. */
export async function findCases(folder: string): Promise<Case[]> {
  const file = join(folder, "case.json");
  const isCase = await stat(file).then(
    (found) => found.isFile(),
    () => false,
  );
  const own = isCase ? [{ folder, kind: await kindOf(file) }] : [];
  const entries = await readdir(folder, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory()).map((entry) => join(folder, entry.name));
  return [...own, ...(await Promise.all(folders.sort().map(findCases))).flat()];
}

async function kindOf(file: string): Promise<string> {
  const { kind } = JSON.parse(await readFile(file, "utf8")) as { kind?: unknown };
  return String(kind);
}
