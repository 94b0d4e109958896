import type { FourBitOptions } from "./four-bit.js";
import type { WeightType } from "./rounding.js";

export interface QuantizationConfigOptions extends Omit<FourBitOptions, "dtype"> {
  readonly skip?: readonly string[];
  readonly computeDtype?: WeightType;
}

/** `quantization_config` of a config.json for weights packed with these options, as transformers' BitsAndBytesConfig writes it. */
export function quantizationConfig({
  type = "nf4",
  nested = true,
  skip = [],
  computeDtype = "float32",
}: QuantizationConfigOptions = {}): Readonly<Record<string, unknown>> {
  return {
    _load_in_4bit: true,
    _load_in_8bit: false,
    bnb_4bit_compute_dtype: computeDtype,
    bnb_4bit_quant_storage: "uint8",
    bnb_4bit_quant_type: type,
    bnb_4bit_use_double_quant: nested,
    llm_int8_enable_fp32_cpu_offload: false,
    llm_int8_has_fp16_weight: false,
    llm_int8_skip_modules: skip.length > 0 ? skip : null,
    llm_int8_threshold: 6.0,
    load_in_4bit: true,
    load_in_8bit: false,
    quant_method: "bitsandbytes",
  };
}

/** Throws unless a `quantization_config` is bitsandbytes' with 4 bits, the one that this package reads. */
export function checkQuantizationConfig(config: unknown): void {
  const {
    quant_method: method,
    load_in_4bit: fourBit,
    _load_in_4bit: older,
  } = (config ?? {}) as Record<string, unknown>;
  if (method !== undefined && method !== "bitsandbytes") throw foreign(`quant_method ${JSON.stringify(method)}`);
  if (!(fourBit ?? older)) throw foreign(`load_in_4bit ${JSON.stringify(fourBit ?? older)}`);
}

function foreign(what: string): Error {
  return new Error(
    `quant-cuda.fourBit: quantization_config has ${what}; expected "bitsandbytes" with 4 bits. Load the original checkpoint, and quantize it on the way in.`,
  );
}
