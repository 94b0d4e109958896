import { randomBytes } from "node:crypto";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Dtype } from "../dtype.js";
import { toBytes } from "../tensor.js";
import { layOut } from "../write.js";

/** A tensor that is made while it is written. */
export interface StreamedTensor {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  /** All elements in order, in pieces: bytes as the file holds them, or float32 values, which are rounded to the dtype. */
  pieces(): AsyncIterable<Uint8Array | Float32Array> | Iterable<Uint8Array | Float32Array>;
}

/**
 * Writes a file whole or not at all, holding one piece at a time in memory: temporary name in the same folder, fsync,
 * rename, fsync the folder. Tensors are asked for their pieces in the order of the file.
 *
 * @throws Error for a tensor whose pieces are not as many bytes as its shape says; nothing is written then.
 */
export async function streamSafetensors(
  path: string,
  tensors: Iterable<readonly [string, StreamedTensor]>,
  metadata: Readonly<Record<string, string>> = {},
): Promise<void> {
  const layout = layOut(tensors, metadata);
  const temporary = join(dirname(path), `.tmp-${basename(path)}-${process.pid}-${randomBytes(4).toString("hex")}`);
  try {
    const file = await open(temporary, "wx");
    try {
      await writeAll(file, layout.header);
      for (const { name, tensor, size } of layout.tensors) {
        let written = 0;
        for await (const piece of tensor.pieces()) {
          const bytes = piece instanceof Float32Array ? stored(name, tensor.dtype, piece) : piece;
          await writeAll(file, bytes);
          written += bytes.length;
        }
        if (written !== size) {
          throw new RangeError(
            `safetensors.streamSafetensors: tensor ${JSON.stringify(name)} came in pieces of ${written} bytes in all; expected ${size} for the shape [${tensor.shape}]. Give all its elements once.`,
          );
        }
      }
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncDirectory(dirname(path));
}

function stored(name: string, dtype: Dtype, values: Float32Array): Uint8Array {
  return toBytes(name, { dtype, shape: [values.length], data: values });
}

async function writeAll(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done);
    done += bytesWritten;
  }
}

/** Makes the rename durable. Windows cannot open a directory and needs none of this. */
async function syncDirectory(directory: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(directory, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
