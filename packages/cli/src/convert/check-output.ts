import { readdir } from "node:fs/promises";
import { UsageError } from "../config/usage-error.js";

/** Refuses, before the input is read, an output that the writer would refuse after it. */
export async function checkOutput(folder: string, overwrite: boolean): Promise<void> {
  if (/\.(parquet|jsonl?|ndjson)$/i.test(folder))
    throw new UsageError(
      `vlm convert: --output ${folder} looks like a file; expected a folder, which gets the file and its pictures. Leave the ending out.`,
    );
  const names = await readdir(folder).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === "ENOENT") return [];
    throw new UsageError(
      `vlm convert: --output ${folder} cannot be listed (${cause.code}); expected a folder or nothing. Choose another name.`,
      { cause },
    );
  });
  if (names.length > 0 && !overwrite)
    throw new UsageError(
      `vlm convert: --output ${folder} is not empty; expected no folder or an empty one. Choose another, or set --overwrite to replace what this command wrote.`,
    );
}
