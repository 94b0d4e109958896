import { randomBytes } from "node:crypto";
import { mkdir, open, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";

/**
 * Makes a folder whole or not at all: filled under a temporary name beside it, synchronised, renamed. A folder that
 * stands there already is replaced when it holds nothing but `files`.
 */
export async function writeWholeFolder(
  folder: string,
  files: readonly string[],
  fill: (temporary: string) => Promise<void>,
): Promise<void> {
  const target = resolve(folder);
  const parent = dirname(target);
  const strangers = (await entries(target)).filter((name) => !files.includes(name));
  if (strangers.length > 0) {
    throw new Error(
      `lora.saveAdapter: ${folder} holds ${strangers.slice(0, 3).join(", ")}; expected a new folder or an earlier adapter, which is replaced whole. Name another folder.`,
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
