import { randomBytes } from "node:crypto";
import { readFile, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { decodeJsonl, encodeJsonl } from "../jsonl.js";
import { syncFolder, writeNewFile } from "./durable-file.js";

/** Writes rows as JSON, one a line. The file appears whole, or stays what it was. */
export async function writeJsonl(path: string, rows: Iterable<unknown>): Promise<void> {
  const text = encodeJsonl(rows);
  const temporary = `${path}.tmp-${process.pid}-${randomBytes(4).toString("hex")}`;
  try {
    await writeNewFile(temporary, text);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(dirname(path));
}

/** The values of a JSONL file, blank lines left out. Throws on a line that is not JSON, with its number. */
export async function readJsonl(path: string): Promise<unknown[]> {
  return decodeJsonl(await readFile(path, "utf8"));
}
