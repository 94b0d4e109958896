import { createHash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import type { ByteSource } from "../byte-source.js";
import type { FileRecord, Manifest } from "./manifest.js";
import { listFiles } from "./manifest.js";

/** A file whose size is what its record says; its bytes may be taken before they are verified. */
export interface VerifiableFile extends ByteSource {
  /** Reads the whole file, the first time, and throws, naming it, when it is not what was written. */
  verify(): Promise<void>;
}

/**
 * Offers a file's bytes by range. The file is opened for each read, not held open.
 *
 * Throws, naming the file, when it is missing or has another size; later, when it has changed since.
 */
export async function verifiableFile(
  folder: string,
  record: FileRecord,
  manifest: Manifest,
  caller: string,
): Promise<VerifiableFile> {
  const path = join(folder, record.path);
  const fault = faultOf(folder, record, caller);
  const opened = await withFile(path, fault, async (handle) => {
    const { size } = await handle.stat();
    if (size !== record.bytes) throw fault(`has ${size} bytes${size < record.bytes ? " (truncated)" : ""}`);
    return fingerprint(handle);
  });
  const use = <T>(work: (handle: FileHandle) => Promise<T>): Promise<T> =>
    withFile(path, fault, async (handle) => {
      if ((await fingerprint(handle)) !== opened) throw fault("has changed since the dataset was opened");
      return work(handle);
    });
  const readInto = (target: Uint8Array, start: number): Promise<void> =>
    use((handle) => fill(handle, target, { start, fault }));
  const hash = async (): Promise<void> => {
    const sha256 = await use(hashFile);
    if (sha256 === record.sha256) return;
    const other = listFiles(manifest).find((file) => file.sha256 === sha256);
    throw fault(
      other === undefined ? "has changed since it was written" : `holds the bytes of ${other.path} (swapped)`,
    );
  };
  let verified: Promise<void> | null = null;
  return {
    byteLength: record.bytes,
    readInto,
    async slice(start, end = record.bytes) {
      const bytes = new Uint8Array(end - start);
      await readInto(bytes, start);
      return bytes.buffer;
    },
    verify() {
      verified ??= hash();
      return verified;
    },
  };
}

type Fault = (what: string, cause?: unknown) => Error;

function faultOf(folder: string, record: FileRecord, caller: string): Fault {
  return (what, cause) =>
    new Error(
      `${caller}: ${record.path} in ${folder} ${what}; expected the ${record.bytes} bytes that the manifest lists. Fetch or write the dataset again.`,
      { cause },
    );
}

async function withFile<T>(path: string, fault: Fault, work: (handle: FileHandle) => Promise<T>): Promise<T> {
  const handle = await open(path, "r").catch((error: NodeJS.ErrnoException) => {
    throw error.code === "ENOENT" ? fault("is missing", error) : error;
  });
  try {
    return await work(handle);
  } finally {
    await handle.close();
  }
}

const hashedBytes = 1 << 20;

/** Reads into one half of a buffer while the other is hashed. */
async function hashFile(handle: FileHandle): Promise<string> {
  const hash = createHash("sha256");
  const halves = [new Uint8Array(hashedBytes), new Uint8Array(hashedBytes)];
  const read = (number: number) => handle.read(halves[number % 2]!, 0, hashedBytes, null);
  let next = read(0);
  for (let number = 0; ; number++) {
    const { bytesRead, buffer } = await next;
    if (bytesRead === 0) return hash.digest("hex");
    next = read(number + 1);
    hash.update(buffer.subarray(0, bytesRead));
  }
}

/** Tells a file from one that took its place or was written to. */
async function fingerprint(handle: FileHandle): Promise<string> {
  const { dev, ino, size, mtimeMs } = await handle.stat();
  return [dev, ino, size, mtimeMs].join();
}

/** Fills `target` with the file's bytes from `start` on. One call may read less: Linux stops at 2 GiB. */
async function fill(
  handle: FileHandle,
  target: Uint8Array,
  { start, fault }: { start: number; fault: Fault },
): Promise<void> {
  for (let filled = 0; filled < target.length; ) {
    const { bytesRead } = await handle.read(target, filled, target.length - filled, start + filled);
    if (bytesRead === 0) throw fault(`ended after ${start + filled} bytes`);
    filled += bytesRead;
  }
}
