import type { Source, TensorInfo } from "@vlm/safetensors";
import type { StreamedTensor } from "@vlm/safetensors/node";
import type { Update } from "../updates.js";
import { mergedRows, type ReadRows, storedRows } from "./merged-rows.js";
import type { OpenAdapter } from "./open-adapter.js";
import type { Packed } from "./unpacking.js";

export interface StoredTensor {
  readonly name: string;
  readonly info: TensorInfo;
  readonly source: Source;
}

export interface Merging {
  readonly update: Update | null;
  readonly adapter: OpenAdapter;
  readonly packed: Packed | null;
}

/** What stands in place of a checkpoint's tensor after merging; null: itself. */
export function mergedTensor({ name, info, source }: StoredTensor, merging: Merging): StreamedTensor | null {
  const { update, adapter, packed } = merging;
  const unpacked = packed?.shapes.get(name);
  const described = unpacked ? { dtype: packed!.dtype, shape: unpacked } : { dtype: info.dtype, shape: info.shape };
  if (update?.kind === "whole") return { ...described, pieces: () => wholeTensor(adapter, update.name) };
  if (unpacked) return { ...described, pieces: () => unpackedTensor(packed!, name, merging) };
  return update && { ...described, pieces: () => mergedRows(storedRows(source, info), update.geometry, adapter) };
}

async function* wholeTensor({ weights }: OpenAdapter, name: string): AsyncGenerator<Float32Array> {
  yield await weights.readFloat32(name);
}

async function* unpackedTensor(
  packed: Packed,
  name: string,
  { update, adapter }: Merging,
): AsyncGenerator<Float32Array> {
  const weight = await packed.read(name);
  const dense = weight.dense();
  const [outputs, inputs] = dense.shape as [number, number];
  const values = await dense.data<"float32">();
  dense.dispose();
  weight.dispose();
  const read: ReadRows = async (first, end) => values.subarray(first * inputs, end * inputs);
  if (update?.kind === "low-rank") yield* mergedRows(read, update.geometry, adapter);
  else yield await read(0, outputs);
}
