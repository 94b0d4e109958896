export { dynamicMap } from "./dynamic-map.js";
export { dequantizeEightBit, type EightBit, type EightBitOptions, quantizeEightBit } from "./eight-bit.js";
export { dequantizeFourBit, type FourBit, type FourBitOptions, quantizeFourBit } from "./four-bit.js";
export type { FourBitType } from "./four-bit-type.js";
export type { WeightType } from "./rounding.js";
export type { NestedScales, Scales } from "./scales.js";
