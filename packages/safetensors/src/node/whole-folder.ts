import { randomBytes } from "node:crypto";
import { mkdir, open, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";

export interface WholeFolderOptions {
  /** Function that a complaint names. */
  readonly caller: string;
  /** A folder that stands there already is replaced when it holds nothing but these; none: only a new one is written. */
  readonly replaceable?: readonly string[];
}

/** Makes a folder whole or not at all: filled under a temporary name beside it, synchronised, renamed. */
export async function writeWholeFolder(
  folder: string,
  { caller, replaceable = [] }: WholeFolderOptions,
  fill: (temporary: string) => Promise<void>,
): Promise<void> {
  const target = resolve(folder);
  const parent = dirname(target);
  const strangers = (await entries(target)).filter((name) => !replaceable.includes(name));
  if (strangers.length > 0) {
    const expected =
      replaceable.length > 0
        ? `a new folder, or one of ${replaceable.join(", ")} alone, which is replaced whole`
        : "a new folder";
    throw new Error(
      `${caller}: ${folder} holds ${strangers.slice(0, 3).join(", ")}; expected ${expected}. Name another folder.`,
    );
  }
  await mkdir(parent, { recursive: true });
  const temporary = join(parent, `.tmp-${basename(target)}-${process.pid}-${randomBytes(4).toString("hex")}`);
  const replaced = `${temporary}-replaced`;
  try {
    await mkdir(temporary);
    await fill(temporary);
    await synchronise(temporary);
    await rename(target, replaced).catch(absent);
    await rename(temporary, target);
    await synchronise(parent);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    await rename(replaced, target).catch(absent);
    throw error;
  }
  await rm(replaced, { recursive: true, force: true });
}

/** Writes a text file and waits until the disk has it. */
export async function writeText(path: string, text: string): Promise<void> {
  const file = await open(path, "wx");
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function entries(folder: string): Promise<readonly string[]> {
  return (await readdir(folder).catch(absent)) ?? [];
}

function absent(error: unknown): undefined {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") return;
  throw error;
}

/** A rename is durable once its folder is on the disk. Windows cannot open a folder and needs none of this. */
async function synchronise(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
