import { readdir, rename, rm } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { checkpointFolders, checkpointName, temporaryName, temporaryOwner } from "./names.js";

/** Removes what killed processes left half-written. */
export async function removeAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const owner = temporaryOwner(name);
    if (owner !== null && !isAlive(owner)) await rm(join(folder, name), { recursive: true, force: true });
  }
}

/** Keeps the checkpoint just saved and the newest others up to `limit` in all; those in `keep` stay whatever happens. */
export async function rotate(
  folder: string,
  saved: number,
  { limit, keep }: { limit: number; keep: readonly string[] },
): Promise<void> {
  const kept = new Set(keep.map((path) => resolve(path)));
  const others = (await checkpointFolders(folder)).filter(({ step }) => step !== saved);
  for (const { path, step } of others.slice(limit - 1)) {
    if (!kept.has(resolve(path))) await remove(path, step);
  }
}

/** Under another name first: a folder that is half removed must not look like a checkpoint. */
async function remove(path: string, step: number): Promise<void> {
  const doomed = join(dirname(path), temporaryName(checkpointName(step)));
  await rename(path, doomed);
  await rm(doomed, { recursive: true, force: true });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
