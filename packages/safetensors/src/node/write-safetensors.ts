import { type TensorData, toBytes } from "../tensor.js";
import { type StreamedTensor, streamSafetensors } from "./stream-safetensors.js";

/** Writes a safetensors file whole or not at all: temporary name in the same folder, fsync, rename, fsync the folder. */
export async function writeSafetensors(
  path: string,
  tensors: Iterable<readonly [string, TensorData]>,
  metadata: Readonly<Record<string, string>> = {},
): Promise<void> {
  const whole = [...tensors].map(([name, { dtype, shape, data }]): [string, StreamedTensor] => {
    const bytes = toBytes(name, { dtype, shape, data });
    return [name, { dtype, shape, pieces: () => [bytes] }];
  });
  await streamSafetensors(path, whole, metadata);
}
