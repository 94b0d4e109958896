import type { NativeCodec } from "@vlm/ops";
import { blockCount, notFinite } from "./blocks.js";
import type { Encoded, FourBit } from "./four-bit-codes.js";
import { CODEBOOKS, type FourBitType } from "./four-bit-type.js";
import { floatsOf, type Numbers, wordsOf } from "./numbers.js";
import type { WeightType } from "./rounding.js";

/** How the kernel calls what it rounds to. */
const ROUNDINGS: Readonly<Record<WeightType, number>> = { float32: 0, bfloat16: 1, float16: 2 };
const FP4_ORDER = Int32Array.from(CODEBOOKS.fp4.order);

/** @throws when a number is not finite */
export function encodeNatively(codec: NativeCodec, values: Numbers, type: FourBitType, blockSize: number): Encoded {
  const words = wordsOf(values);
  const floats = words ? null : floatsOf(values);
  const size = (words ?? floats)!.length;
  const packed = new Uint8Array(Math.ceil(size / 2));
  const absmax = new Float32Array(blockCount(size, blockSize));
  const isFloat16 = !(values instanceof Float32Array) && values.dtype === "F16";
  const order = type === "fp4" ? FP4_ORDER : null;
  const { limits } = CODEBOOKS[type];
  const bad = codec.quantizeFourBit(floats, words, isFloat16, packed, absmax, limits, order, size, blockSize);
  if (bad >= 0) {
    const [value] =
      values instanceof Float32Array ? [values[bad]] : floatsOf({ ...values, data: values.data.slice(bad, bad + 1) });
    throw notFinite(value!, bad);
  }
  return { packed, absmax };
}

/** Decodes from element `begin` on, as many numbers as `into` takes. */
export function decodeNatively(codec: NativeCodec, codes: FourBit, begin: number, into: Float32Array): void {
  const { packed, map, scales, blockSize, dtype } = codes;
  const [absmax, nested] = scales instanceof Float32Array ? [scales, null] : [scales.absmax, scales];
  codec.dequantizeFourBit(
    packed,
    map,
    absmax,
    nested?.codes ?? null,
    nested?.map ?? null,
    nested?.offset ?? 0,
    nested?.blockSize ?? 1,
    into,
    begin,
    begin + into.length,
    blockSize,
    ROUNDINGS[dtype],
  );
}
