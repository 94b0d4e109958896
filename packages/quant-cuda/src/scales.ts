import { dequantizeEightBit, type EightBit, quantizeEightBit } from "./eight-bit.js";
import { mean } from "./mean.js";

/** Scales quantized themselves, around their mean (double quantization, arXiv 2305.14314). */
export interface NestedScales extends EightBit {
  readonly offset: number;
}

/** The largest magnitude of each block. */
export type Scales = Float32Array | NestedScales;

const NESTED_BLOCK = 256;

export function nestScales(scales: Float32Array): NestedScales {
  const offset = mean(scales);
  return {
    ...quantizeEightBit(
      scales.map((scale) => scale - offset),
      { blockSize: NESTED_BLOCK },
    ),
    offset,
  };
}

export function denseScales(scales: Scales): Float32Array {
  if (scales instanceof Float32Array) return scales;
  return dequantizeEightBit(scales).map((scale) => scale + scales.offset);
}
