import type { LinearWeight } from "@vlm/ops";
import type { Dtype, Safetensors } from "@vlm/safetensors";
import { checkOptions, type FourBitOptions, quantizeFourBit } from "./four-bit.js";
import { checkQuantizationConfig } from "./quantization-config.js";
import { QuantizedWeight } from "./quantized-weight.js";
import type { WeightType } from "./rounding.js";
import { isSkipped } from "./skip-list.js";
import { readFourBit, readStates } from "./state-dict.js";

export interface QuantizationOptions extends FourBitOptions {
  /** Modules that stay as they are, by path or by a run of whole names in it: `["lm_head", "visual.merger"]`. */
  readonly skip?: readonly string[];
}

/** What the loader of `@vlm/models` asks for under `quantization`. */
export interface Quantization {
  packs(path: string): boolean;
  pack(weight: StoredWeight): LinearWeight;
  open(config: unknown, file: Safetensors): Promise<PackedWeights>;
}

export interface StoredWeight {
  /** float32 numbers, or the 16-bit words of the dtype. Nothing of them is kept. */
  readonly values: Float32Array | Uint16Array;
  readonly shape: readonly [outputs: number, inputs: number];
  readonly dtype: Dtype;
}

/** The packed weights of a file: shapes [out, in] by names, and each of them on request. */
export interface PackedWeights {
  readonly shapes: ReadonlyMap<string, readonly [outputs: number, inputs: number]>;
  isPart(name: string): boolean;
  read(name: string): Promise<LinearWeight>;
}

const DTYPES: Partial<Record<Dtype, WeightType>> = { F32: "float32", F16: "float16", BF16: "bfloat16" };

/**
 * Linear layers in 4 bits: those of a plain checkpoint packed while it loads, those of a bitsandbytes checkpoint read as they
 * are. Weights are rounded to the file's own type when used, unless `dtype` says another.
 *
 * @throws when an option is not one of bitsandbytes'
 */
export function fourBit({ skip = ["lm_head"], dtype, ...options }: QuantizationOptions = {}): Quantization {
  checkOptions(options);
  return {
    packs: (path) => !isSkipped(path, skip),
    pack({ values, shape, dtype: stored }) {
      const numbers = { dtype: stored, data: values };
      const codes = quantizeFourBit(numbers, shape, { ...options, dtype: dtype ?? DTYPES[stored]! });
      return new QuantizedWeight(codes).layOut();
    },
    async open(config, file) {
      checkQuantizationConfig(config);
      const states = await readStates(file);
      const parts = new Set(
        [...file.tensors.keys()].filter((name) => PARTS.test(name) && states.has(name.replace(PARTS, ""))),
      );
      return {
        shapes: new Map([...states].map(([name, { shape }]) => [name, [shape[0]!, shape[1]!]])),
        isPart: (name) => parts.has(name),
        read: async (name) => new QuantizedWeight(await readFourBit(file, name, states.get(name)!)).layOut(),
      };
    },
  };
}

const PARTS = /\.(absmax|quant_map|nested_absmax|nested_quant_map|quant_state\.bitsandbytes__(nf4|fp4))$/;
