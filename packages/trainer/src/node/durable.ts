import { type FileHandle, open } from "node:fs/promises";

/** Writes a new file and waits until the disk has it. */
export async function writeDurably(path: string, content: string | Uint8Array): Promise<void> {
  await withFile(path, "wx", async (file) => {
    await file.writeFile(content);
    await file.sync();
  });
}

/** Makes a folder's entries durable: a rename is atomic, but on the disk only after this. */
export async function synchroniseFolder(folder: string): Promise<void> {
  // Windows cannot open a folder and needs none of this.
  if (process.platform !== "win32") await withFile(folder, "r", (handle) => handle.sync());
}

export async function withFile<T>(path: string, flags: string, use: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await open(path, flags);
  try {
    return await use(file);
  } finally {
    await file.close();
  }
}

/** For `catch`: nothing where a file does not exist, any other error again. */
export function absent(error: unknown): undefined {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") return;
  throw error;
}
