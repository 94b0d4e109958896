import { nativeCodec } from "@vlm/ops";
import { blockCount, inverseOf, largestOfBlocks } from "./blocks.js";
import type { Encoded, FourBit } from "./four-bit-codes.js";
import { CODEBOOKS, type FourBitType } from "./four-bit-type.js";
import { type DequantizeOptions, memoryFor } from "./memory-for.js";
import { decodeNatively, encodeNatively } from "./native-four-bit.js";
import { floatsOf, type Numbers } from "./numbers.js";
import { roundTo, WEIGHT_TYPES, type WeightType } from "./rounding.js";
import { denseScales, nestScales } from "./scales.js";
import { countBelow } from "./search.js";

export interface FourBitOptions {
  readonly type?: FourBitType;
  /** A power of two from 32 to 4096. */
  readonly blockSize?: number;
  /** Quantize the scales, too: 4.13 bits a number in place of 4.5, at 64 numbers a block. */
  readonly nested?: boolean;
  /** What `dequantizeFourBit` rounds to. */
  readonly dtype?: WeightType;
}

/**
 * Packs numbers as bitsandbytes' `quantize_4bit` does, to the bit; on the native backend with its kernels.
 *
 * @throws when a number is not finite, the shape does not fit, or an option is not one of bitsandbytes'
 */
export function quantizeFourBit(
  values: Numbers,
  shape: readonly number[],
  { type = "nf4", blockSize = 64, nested = true, dtype = "float32" }: FourBitOptions = {},
): FourBit {
  checkOptions({ type, blockSize, dtype });
  const size = shape.reduce((a, b) => a * b, 1);
  const { length } = values instanceof Float32Array ? values : values.data;
  if (size !== length || size === 0) {
    throw new Error(
      `quant-cuda.quantizeFourBit: ${length} values for the shape [${shape}]; expected ${size}, and at least one. Pass both from the same tensor.`,
    );
  }
  const codec = nativeCodec();
  const { packed, absmax } = codec
    ? encodeNatively(codec, values, type, blockSize)
    : encode(floatsOf(values), type, blockSize);
  const { values: map } = CODEBOOKS[type];
  return { type, shape, packed, map, scales: nested ? nestScales(absmax) : absmax, blockSize, dtype };
}

function encode(values: Float32Array, type: FourBitType, blockSize: number): Encoded {
  const { limits, order, zero } = CODEBOOKS[type];
  const absmax = largestOfBlocks(values, blockSize);
  const packed = new Uint8Array(Math.ceil(values.length / 2));
  for (let block = 0; block < absmax.length; block++) {
    const inverse = inverseOf(absmax[block]!);
    const end = Math.min((block + 1) * blockSize, values.length);
    for (let i = block * blockSize; i < end; i++) {
      const code = order[countBelow(limits, Math.fround(values[i]! * inverse))]!;
      packed[i >> 1]! |= i % 2 === 0 ? code << 4 : code;
    }
  }
  if (values.length % 2 === 1) packed[packed.length - 1]! |= zero;
  return { packed, absmax };
}

/**
 * The numbers, row after row, as bitsandbytes' `dequantize_4bit` makes them: multiplied in float32, then rounded to `dtype`.
 *
 * @throws when `into` is of another length
 */
export function dequantizeFourBit(codes: FourBit, { into }: DequantizeOptions = {}): Float32Array {
  const values = memoryFor(
    "dequantizeFourBit",
    codes.shape.reduce((a, b) => a * b, 1),
    into,
  );
  const codec = nativeCodec();
  if (codec) decodeNatively(codec, codes, 0, values);
  else decode(codes, values);
  return values;
}

function decode({ packed, map, scales, blockSize, dtype }: FourBit, values: Float32Array): void {
  const absmax = denseScales(scales);
  // A block has more numbers than there are codes: scale the codes, then look up.
  const table = new Float32Array(map.length);
  for (let block = 0; block < blockCount(values.length, blockSize); block++) {
    const scale = absmax[block]!;
    for (let code = 0; code < table.length; code++) table[code] = map[code]! * scale;
    roundTo(dtype, table);
    const end = Math.min((block + 1) * blockSize, values.length);
    let i = block * blockSize;
    for (; i + 1 < end; i += 2) {
      const pair = packed[i >> 1]!;
      values[i] = table[pair >> 4]!;
      values[i + 1] = table[pair & 15]!;
    }
    if (i < end) values[i] = table[packed[i >> 1]! >> 4]!;
  }
}

/** Bytes of memory: codes, scales and maps. */
export function byteSize({ packed, scales, map }: FourBit): number {
  const nested = scales instanceof Float32Array ? scales.byteLength : scales.codes.length + scales.absmax.byteLength;
  return packed.length + nested + map.byteLength;
}

/** Throws on options that bitsandbytes does not have. */
export function checkOptions({ type = "nf4", blockSize = 64, dtype = "float32" }: FourBitOptions): void {
  const fail = (what: string, value: unknown, expected: string): RangeError =>
    new RangeError(
      `quant-cuda.quantizeFourBit: ${what} is ${JSON.stringify(value)}; expected ${expected}. Pass one of these.`,
    );
  if (!Object.hasOwn(CODEBOOKS, type)) throw fail("type", type, '"nf4" or "fp4"');
  if (!isBlockSize(blockSize)) throw fail("blockSize", blockSize, "a power of two from 32 to 4096");
  if (!WEIGHT_TYPES.includes(dtype)) throw fail("dtype", dtype, WEIGHT_TYPES.join(", "));
}

export function isBlockSize(size: unknown): size is number {
  return typeof size === "number" && size >= 32 && size <= 4096 && Number.isInteger(Math.log2(size));
}
