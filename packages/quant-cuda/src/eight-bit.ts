import { blockCount, inverseOf, largestOfBlocks } from "./blocks.js";
import { dynamicMap } from "./dynamic-map.js";
import { countBelow, middlesOf } from "./search.js";

/** Numbers as 8-bit codes, each block of them with its own scale. */
export interface EightBit {
  /** One for each number. */
  readonly codes: Uint8Array;
  /** [256], ascending: what codes stand for, as a share of their block's largest magnitude. */
  readonly map: Float32Array;
  /** Largest magnitude of each block. */
  readonly absmax: Float32Array;
  readonly blockSize: number;
}

export interface EightBitOptions {
  readonly blockSize?: number;
  readonly map?: Float32Array;
}

/** The nearest code of each number, as bitsandbytes' `quantize_blockwise`. */
export function quantizeEightBit(
  values: Float32Array,
  { blockSize = 256, map = dynamicMap() }: EightBitOptions = {},
): EightBit {
  const absmax = largestOfBlocks(values, blockSize);
  const middles = middlesOf(map);
  const codes = new Uint8Array(values.length);
  for (let block = 0; block < absmax.length; block++) {
    const inverse = inverseOf(absmax[block]!);
    const end = Math.min((block + 1) * blockSize, values.length);
    for (let i = block * blockSize; i < end; i++) codes[i] = countBelow(middles, Math.fround(values[i]! * inverse));
  }
  return { codes, map, absmax, blockSize };
}

export function dequantizeEightBit({ codes, map, absmax, blockSize }: EightBit): Float32Array {
  const values = new Float32Array(codes.length);
  for (let block = 0; block < blockCount(codes.length, blockSize); block++) {
    const scale = absmax[block]!;
    const end = Math.min((block + 1) * blockSize, values.length);
    for (let i = block * blockSize; i < end; i++) values[i] = map[codes[i]!]! * scale;
  }
  return values;
}
