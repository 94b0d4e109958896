import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { tokenBytes } from "../token-bytes.js";

/** `tokenBytes` of the `tokenizer.json` in a checkpoint folder. */
export async function loadTokenBytes(folder: string): Promise<readonly (Uint8Array | null)[]> {
  return tokenBytes(JSON.parse(await readFile(join(folder, "tokenizer.json"), "utf8")));
}
