import { nativeCodec } from "@vlm/ops";
import { dequantizeEightBit, type EightBit, quantizeAround, SIGNED_MAP } from "./eight-bit.js";
import { mean } from "./mean.js";

/** Scales quantized themselves, around their mean (double quantization, arXiv 2305.14314). */
export interface NestedScales extends EightBit {
  readonly offset: number;
}

/** The largest magnitude of each block. */
export type Scales = Float32Array | NestedScales;

const NESTED = { blockSize: 256, map: SIGNED_MAP };

export function nestScales(scales: Float32Array): NestedScales {
  const offset = nativeCodec()?.meanInOrder(scales, scales.length) ?? mean(scales);
  return { ...quantizeAround(offset, scales, NESTED), offset };
}

export function denseScales(scales: Scales): Float32Array {
  if (scales instanceof Float32Array) return scales;
  return dequantizeEightBit(scales).map((scale) => scale + scales.offset);
}
