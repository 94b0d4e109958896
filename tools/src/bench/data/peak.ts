import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** Largest resident set of a fresh process that reads every row of the dataset once, in bytes. */
export async function peakBytes(folder: string): Promise<number> {
  const program = fileURLToPath(new URL("./read-dataset.js", import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [program, folder]);
  return Number(stdout);
}
