import { mkdir, open } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { openFolder } from "./folder.js";

const PIECE = 2 ** 22;

/** Copies a file of one folder to the same place in another, synchronised; a link out of the folder is refused. */
export async function copyFile(from: string, to: string, path: string): Promise<void> {
  const source = (await openFolder(join(from, dirname(path))).open(basename(path)))!;
  try {
    await mkdir(dirname(join(to, path)), { recursive: true });
    const file = await open(join(to, path), "wx");
    try {
      for (let offset = 0; offset < source.size; offset += PIECE) {
        const bytes = new Uint8Array(Math.min(PIECE, source.size - offset));
        await source.read(offset, bytes);
        await file.writeFile(bytes);
      }
      await file.sync();
    } finally {
      await file.close();
    }
  } finally {
    await source.close?.();
  }
}
