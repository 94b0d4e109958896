import { arrayConstructor, bytesPerElement } from "./dtype.js";
import { widenBfloat16, widenFloat16 } from "./float16.js";
import { readHeader, type TensorInfo } from "./header.js";
import type { Source } from "./source.js";
import { type TensorData, toInt32 } from "./tensor.js";

/** The tensors of one file or of a sharded checkpoint; each is read when it is asked for. */
export interface Safetensors {
  readonly name: string;
  readonly tensors: ReadonlyMap<string, TensorInfo>;
  readonly metadata: ReadonlyMap<string, string>;
  read(name: string): Promise<TensorData>;
  /** F32, F16 and BF16 as float32, exactly. No memory beyond the result. */
  readFloat32(name: string): Promise<Float32Array>;
  /** Integers as int32; rejects when one does not fit. */
  readInt32(name: string): Promise<Int32Array>;
  /** The stored bytes, straight into `into`, whose length must be the tensor's. */
  readBytes(name: string, into: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

/** Opens one safetensors file: its header is read and checked, its tensors wait. */
export async function openSafetensors(source: Source): Promise<Safetensors> {
  const { tensors, metadata } = await readHeader(source);
  return access(
    source.name,
    tensors,
    metadata,
    (name, into) => source.read(tensors.get(name)!.begin, into),
    async () => source.close?.(),
  );
}

/** The reading methods over a table of tensors and a way to fetch their bytes. */
export function access(
  fileName: string,
  tensors: ReadonlyMap<string, TensorInfo>,
  metadata: ReadonlyMap<string, string>,
  fetchBytes: (name: string, into: Uint8Array) => Promise<void>,
  close: () => Promise<void>,
): Safetensors {
  const find = (name: string): TensorInfo => {
    const info = tensors.get(name);
    if (info) return info;
    throw new Error(
      `safetensors.read: ${fileName} has no tensor ${JSON.stringify(name)}; expected one of its ${tensors.size}${nearest(name, tensors)}. List them with tensors.keys().`,
    );
  };
  const read = async (name: string): Promise<TensorData> => {
    const info = find(name);
    const bytes = new Uint8Array(info.end - info.begin);
    await fetchBytes(name, bytes);
    const data = new (arrayConstructor(info.dtype))(bytes.buffer, 0, bytes.length / bytesPerElement(info.dtype));
    return { dtype: info.dtype, shape: info.shape, data };
  };
  return {
    name: fileName,
    tensors,
    metadata,
    read,
    async readFloat32(name: string): Promise<Float32Array> {
      const info = find(name);
      if (info.dtype !== "F32" && info.dtype !== "F16" && info.dtype !== "BF16") {
        throw new TypeError(
          `safetensors.readFloat32: tensor ${JSON.stringify(name)} is ${info.dtype}; expected F32, F16 or BF16. Use read().`,
        );
      }
      const size = (info.end - info.begin) / bytesPerElement(info.dtype);
      const into = new Float32Array(size);
      // 16-bit elements land in the upper half and are widened from the bottom up: a write never passes its read.
      const stored = new Uint8Array(into.buffer, into.byteLength - (info.end - info.begin));
      await fetchBytes(name, stored);
      if (info.dtype !== "F32") {
        const widen = info.dtype === "BF16" ? widenBfloat16 : widenFloat16;
        widen(new Uint16Array(into.buffer, stored.byteOffset, size), new Uint32Array(into.buffer));
      }
      return into;
    },
    async readInt32(name: string): Promise<Int32Array> {
      return toInt32(await read(name));
    },
    async readBytes(name: string, into: Uint8Array): Promise<void> {
      const info = find(name);
      if (into.length !== info.end - info.begin) {
        throw new RangeError(
          `safetensors.readBytes: the destination of ${JSON.stringify(name)} has ${into.length} bytes; expected ${info.end - info.begin}. Allocate end - begin.`,
        );
      }
      await fetchBytes(name, into);
    },
    close,
  };
}

/** Up to three names with the same last two path segments, for the error. */
function nearest(name: string, tensors: ReadonlyMap<string, unknown>): string {
  const tail = name.split(".").slice(-2).join(".");
  const alike = [...tensors.keys()].filter((other) => other.endsWith(tail)).slice(0, 3);
  return alike.length > 0 ? `, such as ${alike.join(", ")}` : "";
}
