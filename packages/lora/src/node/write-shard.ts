import { join } from "node:path";
import { bytesPerElement, type Dtype, openSafetensors, type Source, type TensorInfo } from "@vlm/safetensors";
import { openFolder, type StreamedTensor, streamSafetensors } from "@vlm/safetensors/node";
import type { Update } from "../updates.js";
import { mergedRows, type ReadRows, storedRows } from "./merged-rows.js";
import type { OpenAdapter } from "./open-adapter.js";
import type { PackedFile } from "./unpacking.js";

/** A merge under way. */
export interface Merging {
  readonly base: string;
  readonly adapter: OpenAdapter;
  /** Weights of the base in few bits, and the type that they are written in; null: there are none. */
  readonly packed: { readonly file: PackedFile; readonly dtype: Dtype } | null;
  /** What happens to the tensor of this name; null: nothing. */
  update(name: string): Update | null;
}

/** Bytes of a tensor that is copied, read at a time. */
const PIECE = 2 ** 22;

/**
 * Writes the merged form of one file of weights.
 *
 * @returns bytes of each tensor in it
 */
export async function writeShard(
  merging: Merging,
  shard: string,
  folder: string,
  onTensor: () => void,
): Promise<ReadonlyMap<string, number>> {
  const source = (await openFolder(merging.base).open(shard))!;
  try {
    const { tensors, metadata } = await openSafetensors(source);
    const streamed = [...tensors]
      .filter(([name]) => !isState(merging, name))
      .map(([name, info]) => [name, counted(stream(merging, name, source, info), onTensor)] as const);
    await streamSafetensors(join(folder, shard), streamed, Object.fromEntries(metadata));
    return new Map(
      streamed.map(([name, { shape, dtype }]) => [name, shape.reduce((a, b) => a * b, bytesPerElement(dtype))]),
    );
  } finally {
    await source.close?.();
  }
}

/** Whether a tensor is only a part of a packed weight of another name. */
export function isState({ packed }: Pick<Merging, "packed">, name: string): boolean {
  return Boolean(packed?.file.isPart(name)) && !packed!.file.shapes.has(name);
}

function stream(merging: Merging, name: string, source: Source, info: TensorInfo): StreamedTensor {
  const { packed, adapter } = merging;
  const update = merging.update(name);
  const shape = packed?.file.shapes.get(name);
  const dtype = shape ? packed!.dtype : info.dtype;
  const described = { dtype, shape: shape ?? info.shape };
  if (update?.kind === "whole") {
    return {
      ...described,
      pieces: async function* () {
        yield await adapter.weights.readFloat32(update.name);
      },
    };
  }
  if (shape) {
    return {
      ...described,
      pieces: async function* () {
        const read = await unpackedRows(packed!.file, name);
        if (update) yield* mergedRows(read, update.geometry, adapter);
        else yield await read(0, shape[0]);
      },
    };
  }
  if (update) return { ...described, pieces: () => mergedRows(storedRows(source, info), update.geometry, adapter) };
  return { ...described, pieces: () => copied(source, info) };
}

async function unpackedRows(file: PackedFile, name: string): Promise<ReadRows> {
  const weight = await file.read(name);
  const dense = weight.dense();
  const values = await dense.data<"float32">();
  const inputs = dense.shape[1]!;
  dense.dispose();
  weight.dispose();
  return async (first, end) => values.subarray(first * inputs, end * inputs);
}

async function* copied(source: Source, { begin, end }: TensorInfo): AsyncGenerator<Uint8Array> {
  for (let offset = begin; offset < end; offset += PIECE) {
    const bytes = new Uint8Array(Math.min(PIECE, end - offset));
    await source.read(offset, bytes);
    yield bytes;
  }
}

function counted({ dtype, shape, pieces }: StreamedTensor, onTensor: () => void): StreamedTensor {
  return {
    dtype,
    shape,
    async *pieces() {
      yield* pieces();
      onTensor();
    },
  };
}
