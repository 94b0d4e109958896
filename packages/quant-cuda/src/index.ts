export { type AdamW8bitOptions, type AdamW8bitState, type AdamW8bitStep, stepAdamW8bit } from "./adamw-8bit.js";
export { adamw8bit, type Optimizer8bit, type Optimizer8bitOptions } from "./adamw-8bit-optimizer.js";
export { dynamicMap } from "./dynamic-map.js";
export { dequantizeEightBit, type EightBit, type EightBitOptions, quantizeEightBit } from "./eight-bit.js";
export { byteSize, dequantizeFourBit, type FourBitOptions, quantizeFourBit } from "./four-bit.js";
export type { FourBit } from "./four-bit-codes.js";
export type { FourBitType } from "./four-bit-type.js";
export { dequantizeInt8, type Int8Rows, quantizeInt8 } from "./int8.js";
export { int8 } from "./int8-quantization.js";
export { Int8Weight } from "./int8-weight.js";
export type { DequantizeOptions } from "./memory-for.js";
export type { QuantState } from "./quant-state.js";
export {
  fourBit,
  type PackedWeights,
  type Quantization,
  type QuantizationOptions,
  type StoredWeight,
} from "./quantization.js";
export { type QuantizationConfigOptions, quantizationConfig } from "./quantization-config.js";
export { type Quantizable, quantize } from "./quantize.js";
export { QuantizedWeight } from "./quantized-weight.js";
export type { WeightType } from "./rounding.js";
export type { NestedScales, Scales } from "./scales.js";
export { UNSLOTH_SKIPS } from "./skip-list.js";
export { readFourBit, readStates, stateDict } from "./state-dict.js";
export { stored } from "./stored.js";
