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

/** Weights of a base in few bits, and the type in which they are written. */
export interface Packed extends Pick<PackedFile, "shapes" | "read"> {
  readonly dtype: Dtype;
  /** Whether a tensor is only a part of a weight that another one names. */
  isState(name: string): boolean;
}

/** The packed weights of a checkpoint; null where its configuration names none. */
export async function openPacked(
  base: string,
  config: Readonly<Record<string, unknown>>,
  file: Safetensors,
  unpacking: Unpacking | null,
): Promise<Packed | null> {
  const quantized = config.quantization_config ?? null;
  if (quantized === null) return null;
  if (!unpacking) {
    throw new Error(
      `lora.mergeCheckpoint: ${base} is quantized (quantization_config in config.json); expected weights in 16 or 32 bits, or someone who reads these. Merge into the original checkpoint, or pass { unpacking: fourBit() } of @vlm/quant-cuda.`,
    );
  }
  const packed = await unpacking.open(quantized, file);
  return {
    shapes: packed.shapes,
    isState: (name) => packed.isPart(name) && !packed.shapes.has(name),
    read: (name) => packed.read(name),
    dtype: unpackedDtype(config),
  };
}

/** The type that a config.json names for computing, or for its weights. */
function unpackedDtype(config: Readonly<Record<string, unknown>>): Dtype {
  const { bnb_4bit_compute_dtype: computing } = config.quantization_config as { bnb_4bit_compute_dtype?: unknown };
  const name = String(computing ?? config.dtype ?? config.torch_dtype).replace(/^torch\./, "");
  return name === "float16" ? "F16" : name === "float32" ? "F32" : "BF16";
}
