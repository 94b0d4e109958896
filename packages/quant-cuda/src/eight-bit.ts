import { nativeCodec } from "@vlm/ops";
import { blockCount, inverseOf, largestOfBlocks, notFinite } from "./blocks.js";
import { dynamicMap } from "./dynamic-map.js";
import { type DequantizeOptions, memoryFor } from "./memory-for.js";
import { countBelow, middlesOf } from "./search.js";
import { searchIndex } from "./search-index.js";

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

/** `dynamicMap()`, once for all. */
export const SIGNED_MAP: Float32Array = dynamicMap();

/** The nearest code of each number, as bitsandbytes' `quantize_blockwise`; on the native backend with its kernels. */
export function quantizeEightBit(
  values: Float32Array,
  { blockSize = 256, map = SIGNED_MAP }: EightBitOptions = {},
): EightBit {
  return quantizeAround(0, values, { blockSize, map });
}

/** The codes of values − offset. */
export function quantizeAround(
  offset: number,
  values: Float32Array,
  { blockSize, map }: Required<EightBitOptions>,
): EightBit {
  const codec = nativeCodec();
  if (!codec) return encode(offset === 0 ? values : values.map((value) => value - offset), blockSize, map);
  const { middles, starts, steps } = searchIndex(map);
  const codes = new Uint8Array(values.length);
  const absmax = new Float32Array(blockCount(values.length, blockSize));
  const bad = codec.quantizeEightBit(values, offset, codes, absmax, middles, starts, steps, values.length, blockSize);
  if (bad >= 0) throw notFinite(values[bad]!, bad);
  return { codes, map, absmax, blockSize };
}

function encode(values: Float32Array, blockSize: number, map: Float32Array): EightBit {
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

/** @throws when `into` is of another length */
export function dequantizeEightBit(
  { codes, map, absmax, blockSize }: EightBit,
  { into }: DequantizeOptions = {},
): Float32Array {
  const values = memoryFor("dequantizeEightBit", codes.length, into);
  const codec = nativeCodec();
  if (codec) codec.dequantizeEightBit(codes, map, absmax, values, codes.length, blockSize);
  else decode(codes, map, absmax, blockSize, values);
  return values;
}

function decode(
  codes: Uint8Array,
  map: Float32Array,
  absmax: Float32Array,
  blockSize: number,
  values: Float32Array,
): void {
  for (let block = 0; block < blockCount(codes.length, blockSize); block++) {
    const scale = absmax[block]!;
    const end = Math.min((block + 1) * blockSize, values.length);
    for (let i = block * blockSize; i < end; i++) values[i] = map[codes[i]!]! * scale;
  }
}
