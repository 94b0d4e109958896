import { open, stat } from "node:fs/promises";
import { basename } from "node:path";
import { type ByteSource, openParquet } from "@vlm/dataset";
import type { Source } from "./source.js";

/** Parquet files end to end, each with its own features. */
export async function openParquetFiles(paths: readonly string[], imageRoot: string): Promise<Source> {
  const files = await Promise.all(
    paths.map(async (path) => ({ name: basename(path), rows: await openParquet(await fileBytes(path)) })),
  );
  return {
    kind: "Parquet",
    total: files.reduce((sum, { rows }) => sum + rows.length, 0),
    unit: "row",
    imageRoot,
    async *rows() {
      let done = 0;
      for (const { name, rows } of files) {
        let index = 0;
        for await (const value of rows.rows()) yield { place: `row ${index++} of ${name}`, value, done: ++done };
      }
    },
  };
}

/** A file by ranges; opened for each, so that nothing has to be closed. */
async function fileBytes(path: string): Promise<ByteSource> {
  const { size } = await stat(path);
  return {
    byteLength: size,
    async slice(start, end = size) {
      const handle = await open(path, "r");
      try {
        const bytes = new Uint8Array(end - start);
        const { bytesRead } = await handle.read(bytes, 0, bytes.length, start);
        if (bytesRead !== bytes.length)
          throw new Error(
            `vlm convert: ${path} ended after ${start + bytesRead} bytes; expected ${size}. Fetch it again.`,
          );
        return bytes.buffer;
      } finally {
        await handle.close();
      }
    },
  };
}
