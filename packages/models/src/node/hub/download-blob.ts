import { createHash } from "node:crypto";
import { type FileHandle, mkdir, open, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { type HubClient, HubError, PassingFailure } from "./hub-client.js";
import type { HubFile } from "./wanted-files.js";

/** After as much, a server that breaks off has not failed in a row. */
const PROGRESS_BYTES = 1 << 20;

export interface BlobTarget {
  readonly client: HubClient;
  readonly url: string;
  readonly file: HubFile;
  /** Where it lies when whole; until then in `<path>.incomplete`. */
  readonly path: string;
  readonly onProgress: (done: number) => void;
}

/**
 * Downloads a file into the cache, going on where an earlier try broke off. It gets its name only when all its bytes are on
 * disk and hash to what the Hub says.
 */
export async function downloadBlob(target: BlobTarget): Promise<void> {
  const { client, file, path } = target;
  const incomplete = `${path}.incomplete`;
  await mkdir(dirname(path), { recursive: true });
  const wasBegun = (await sizeOf(incomplete)) > 0;
  await client.attempt(file.name, (signal, alive, progress) => receive(target, incomplete, signal, alive, progress));
  if (wasBegun && !(await isWhole(incomplete, file))) {
    // What lay there was of another file: once more, from the start.
    await rm(incomplete, { force: true });
    await client.attempt(file.name, (signal, alive, progress) => receive(target, incomplete, signal, alive, progress));
  }
  if (!(await isWhole(incomplete, file))) {
    await rm(incomplete, { force: true });
    throw new HubError(
      `models.load: ${file.name} was downloaded and does not hash to ${file.hash}; expected the bytes that the Hub lists. Try again; if it stays so, do not trust the server.`,
      null,
    );
  }
  await rename(incomplete, path);
}

/** Appends what is missing. */
async function receive(
  { client, url, file, onProgress }: BlobTarget,
  incomplete: string,
  signal: AbortSignal,
  alive: () => void,
  progress: () => void,
): Promise<void> {
  let begin = await sizeOf(incomplete);
  if (begin > file.size) {
    await rm(incomplete);
    begin = 0;
  }
  if (begin === file.size && begin > 0) return;
  const response = await client.request(url, begin > 0 ? { range: `bytes=${begin}-` } : {}, signal);
  if (begin > 0 && !continues(response, begin, file.size)) {
    // The server begins anew, or has a file of another size.
    await rm(incomplete);
    begin = 0;
    if (response.status !== 200) {
      await response.body?.cancel();
      throw new PassingFailure(`status ${response.status} to a range`);
    }
  }
  const handle = await open(incomplete, begin > 0 ? "r+" : "w");
  try {
    let received = 0;
    for await (const chunk of response.body ?? []) {
      alive();
      if (begin + received + chunk.length > file.size) throw tooLong(file);
      await writeAt(handle, chunk, begin + received);
      received += chunk.length;
      if (received >= PROGRESS_BYTES) progress();
      onProgress(begin + received);
    }
    if (begin + received < file.size) throw new PassingFailure(`${begin + received} of ${file.size} bytes`);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function continues({ status, headers }: Response, begin: number, size: number): boolean {
  const [, first, total] = /^bytes (\d+)-\d+\/(\d+)$/.exec(headers.get("content-range") ?? "") ?? [];
  return status === 206 && Number(first) === begin && Number(total) === size;
}

async function writeAt(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}

/** SHA-256 of the bytes where the hash is that long, else git's hash of a blob. */
async function isWhole(path: string, { size, hash }: HubFile): Promise<boolean> {
  if ((await sizeOf(path)) !== size) return false;
  const digest = hash.length === 64 ? createHash("sha256") : createHash("sha1").update(`blob ${size}\0`);
  const handle = await open(path, "r");
  try {
    for await (const chunk of handle.createReadStream({ autoClose: false })) digest.update(chunk);
  } finally {
    await handle.close();
  }
  return digest.digest("hex") === hash;
}

function tooLong({ name, size }: HubFile): HubError {
  return new HubError(
    `models.load: the server sends more than ${size} bytes for ${name}; expected as many as the Hub lists. Do not trust it.`,
    null,
  );
}

async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}
