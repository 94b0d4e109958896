import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { writeDurably } from "./durable.js";

export const MANIFEST = "MANIFEST.json";

interface Entry {
  readonly bytes: number;
  readonly sha256: string;
}

/** Records size and SHA-256 of every file of a folder. Written last: a folder without it is not whole. */
export async function writeManifest(folder: string): Promise<void> {
  const files: Record<string, Entry> = {};
  for (const name of (await readdir(folder)).sort()) files[name] = await entryOf(join(folder, name));
  await writeDurably(join(folder, MANIFEST), `${JSON.stringify({ files }, null, 2)}\n`);
}

/** What differs between a folder and its manifest; null: nothing. */
export async function manifestFault(folder: string): Promise<string | null> {
  const text = await readFile(join(folder, MANIFEST), "utf8").catch(() => null);
  if (text === null) return `${MANIFEST} is missing`;
  const files = parse(text);
  if (files === null) return `${MANIFEST} is damaged`;
  for (const [name, { bytes, sha256 }] of Object.entries(files)) {
    if (name !== basename(name)) return `${MANIFEST} names ${JSON.stringify(name)} outside the folder`;
    const size = await stat(join(folder, name)).then(
      (found) => found.size,
      () => null,
    );
    if (size === null) return `${name} is missing`;
    if (size !== bytes) return `${name} has ${size} bytes instead of ${bytes}`;
    if ((await entryOf(join(folder, name))).sha256 !== sha256) return `${name} has changed since it was written`;
  }
  return null;
}

async function entryOf(path: string): Promise<Entry> {
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const chunk of createReadStream(path)) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { bytes, sha256: hash.digest("hex") };
}

function parse(text: string): Readonly<Record<string, Entry>> | null {
  try {
    const { files } = JSON.parse(text);
    const whole = Object.values<Entry>(files).every((e) => typeof e.bytes === "number" && typeof e.sha256 === "string");
    return whole && Object.keys(files).length > 0 ? files : null;
  } catch {
    return null;
  }
}
