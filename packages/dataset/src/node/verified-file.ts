import { createHash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import type { ByteSource } from "../byte-source.js";
import type { FileRecord, Manifest } from "./manifest.js";
import { listFiles } from "./manifest.js";

/**
 * Reads the whole file once, checks it against its record, and offers its bytes by range.
 *
 * Throws, naming the file, when it is missing or is not what was written; later, when it has changed since.
 */
export async function verifyFile(
  folder: string,
  record: FileRecord,
  manifest: Manifest,
  caller: string,
): Promise<ByteSource> {
  const path = join(folder, record.path);
  const fault = (what: string, cause?: unknown): Error =>
    new Error(
      `${caller}: ${record.path} in ${folder} ${what}; expected the ${record.bytes} bytes that the manifest lists. Fetch or write the dataset again.`,
      { cause },
    );
  const handle = await openFile(path, (cause) => fault("is missing", cause));
  try {
    const { size } = await handle.stat();
    if (size !== record.bytes) throw fault(`has ${size} bytes${size < record.bytes ? " (truncated)" : ""}`);
    const sha256 = await hashFile(handle);
    if (sha256 !== record.sha256) {
      const other = listFiles(manifest).find((file) => file.sha256 === sha256);
      throw fault(
        other === undefined ? "has changed since it was written" : `holds the bytes of ${other.path} (swapped)`,
      );
    }
    const verified = await fingerprint(handle);
    return {
      byteLength: record.bytes,
      slice: (start, end = record.bytes) =>
        readRange(path, { start, end, check: async (file) => (await fingerprint(file)) === verified, fault }),
    };
  } finally {
    await handle.close();
  }
}

async function openFile(path: string, missing: (cause: unknown) => Error): Promise<FileHandle> {
  try {
    return await open(path, "r");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") throw missing(error);
    throw error;
  }
}

async function hashFile(handle: FileHandle): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of handle.createReadStream({ autoClose: false, start: 0, highWaterMark: 1 << 20 }))
    hash.update(chunk);
  return hash.digest("hex");
}

/** Tells a file from one that took its place or was written to. */
async function fingerprint(handle: FileHandle): Promise<string> {
  const { dev, ino, size, mtimeMs } = await handle.stat();
  return [dev, ino, size, mtimeMs].join();
}

interface RangeOptions {
  readonly start: number;
  readonly end: number;
  readonly check: (file: FileHandle) => Promise<boolean>;
  readonly fault: (what: string, cause?: unknown) => Error;
}

async function readRange(path: string, { start, end, check, fault }: RangeOptions): Promise<ArrayBuffer> {
  const handle = await openFile(path, (cause) => fault("is missing", cause));
  try {
    if (!(await check(handle))) throw fault("has changed since the dataset was opened");
    const bytes = new Uint8Array(end - start);
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, start);
    if (bytesRead !== bytes.length) throw fault(`ended after ${start + bytesRead} bytes`);
    return bytes.buffer;
  } finally {
    await handle.close();
  }
}
