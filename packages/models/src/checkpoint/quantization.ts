import type { LinearWeight } from "@vlm/ops";
import type { Safetensors } from "@vlm/safetensors";

/** Weights in few bits, as loading asks for them from whoever knows the formats: `fourBit()` of `@vlm/quant-cuda`. */
export interface Quantization {
  /** Whether the weight of the linear layer at this module path is packed on the way in. */
  packs(path: string): boolean;
  pack(weight: DenseWeight): LinearWeight;
  /**
   * The packed weights of a file that was quantized before.
   *
   * @param config `quantization_config` of config.json
   * @throws when it is of another method, or the file does not hold what it needs
   */
  open(config: unknown, file: Safetensors): Promise<PackedWeights>;
}

/** A weight as a file has it, in memory that the next one is read into: whoever packs it keeps nothing of it. */
export interface DenseWeight {
  /** [out, in], row after row: float32 numbers, or the 16-bit words of the dtype. */
  readonly values: Float32Array | Uint16Array;
  readonly shape: readonly [outputs: number, inputs: number];
  readonly dtype: "F32" | "F16" | "BF16";
}

export interface PackedWeights {
  /** [out, in] of each, by its name in the file. */
  readonly shapes: ReadonlyMap<string, readonly [outputs: number, inputs: number]>;
  /** Whether a tensor of the file is a part of one of them. */
  isPart(name: string): boolean;
  read(name: string): Promise<LinearWeight>;
}
