import { readFile } from "node:fs/promises";
import { join } from "node:path";

export type Json = Readonly<Record<string, unknown>>;

/** A JSON object of a checkpoint folder; undefined when the folder has no such file. */
export async function readConfig(folder: string, name: string): Promise<Json | undefined> {
  let text: string;
  try {
    text = await readFile(join(folder, name), "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Json;
  } catch (cause) {
    throw notAnObject(folder, name, cause);
  }
  throw notAnObject(folder, name);
}

function notAnObject(folder: string, name: string, cause?: unknown): Error {
  return new Error(
    `collator.readConfig: ${join(folder, name)} is not a JSON object; expected one. Copy it from the checkpoint again.`,
    cause === undefined ? undefined : { cause },
  );
}
