import type * as tf from "@tensorflow/tfjs-core";
import type { Dtype, Safetensors } from "@vlm/safetensors";

/** Reads checkpoints that hold weights in few bits, as merging asks for it: `fourBit()` of `@vlm/quant-cuda`. */
export interface Unpacking {
  /** @param config `quantization_config` of config.json */
  open(config: unknown, file: Safetensors): Promise<PackedFile>;
}

export interface PackedFile {
  /** [out, in] of each packed weight, by its name in the file. */
  readonly shapes: ReadonlyMap<string, readonly [outputs: number, inputs: number]>;
  /** Whether a tensor of the file is a part of one of them. */
  isPart(name: string): boolean;
  read(name: string): Promise<{ dense(): tf.Tensor; dispose(): void }>;
}

/** The 16-bit type that a config.json names for computing, or for its weights. */
export function unpackedDtype(config: Readonly<Record<string, unknown>>): Dtype {
  const { bnb_4bit_compute_dtype: computing } = config.quantization_config as { bnb_4bit_compute_dtype?: unknown };
  const name = String(computing ?? config.dtype ?? config.torch_dtype).replace(/^torch\./, "");
  return name === "float16" ? "F16" : name === "float32" ? "F32" : "BF16";
}
