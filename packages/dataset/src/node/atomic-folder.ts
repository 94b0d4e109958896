import { randomBytes } from "node:crypto";
import { mkdir, readdir, rename, rm, rmdir, stat } from "node:fs/promises";
import { hostname } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { syncFolder } from "./durable-file.js";

export interface WriteFolderOptions {
  /** Whether a folder that stands there, with something in it, gives way. */
  readonly replace: boolean;
}

/**
 * Makes a folder whole or not at all: `fill` works in a temporary sibling, which then takes the folder's name.
 *
 * Replacing takes two renames, for no portable call swaps two folders. A process killed between them leaves the former
 * folder complete beside its place, where `recoverFolder` finds it and puts it back.
 */
export async function writeFolder(
  folder: string,
  fill: (temporary: string) => Promise<void>,
  { replace }: WriteFolderOptions,
): Promise<void> {
  const target = resolve(folder);
  const temporary = join(dirname(target), temporaryName(basename(target)));
  await mkdir(temporary);
  try {
    await fill(temporary);
    await syncFolder(temporary);
    const replaces = !(await removeEmpty(target)) && replace;
    if (replaces) await rename(target, asidePath(target));
    await rename(temporary, target);
    await syncFolder(dirname(target));
    if (replaces) await discard(asidePath(target), temporary);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    throw error;
  }
}

/** Clears up after killed runs: puts a set-aside folder back, removes temporary ones. Creates the parent folder. */
export async function recoverFolder(folder: string): Promise<void> {
  const target = resolve(folder);
  const parent = dirname(target);
  const name = basename(target);
  await mkdir(parent, { recursive: true });
  const aside = asidePath(target);
  if ((await stat(aside).catch(() => null)) !== null) {
    if (await removeEmpty(target)) await rename(aside, target);
    else await discard(aside, join(parent, temporaryName(name)));
  }
  for (const sibling of await readdir(parent))
    if (isAbandoned(sibling, name)) await rm(join(parent, sibling), { recursive: true, force: true });
}

/** Where a folder waits while its successor takes its name. */
export function asidePath(folder: string): string {
  const target = resolve(folder);
  return join(dirname(target), `.replaced-${basename(target)}`);
}

/** Removes a folder under a temporary name, so that what a kill leaves of it is nothing to put back. */
async function discard(folder: string, temporary: string): Promise<void> {
  await rename(folder, temporary);
  await rm(temporary, { recursive: true });
}

/** Removes an empty folder. Whether nothing stands there now. */
async function removeEmpty(path: string): Promise<boolean> {
  try {
    await rmdir(path);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOENT";
  }
}

function temporaryName(name: string): string {
  return `.tmp-${name}-${hostname()}-${process.pid}-${randomBytes(4).toString("hex")}`;
}

/** Whether `sibling` is a temporary folder for `name` whose process, on this machine, is gone. */
function isAbandoned(sibling: string, name: string): boolean {
  const prefix = `.tmp-${name}-${hostname()}-`;
  const pid = sibling.startsWith(prefix) ? /^(\d+)-[0-9a-f]{8}$/.exec(sibling.slice(prefix.length))?.[1] : undefined;
  return pid !== undefined && !isAlive(Number(pid));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}
