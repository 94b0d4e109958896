/** The type whose values a quantized weight had and gets back. Arithmetic is float32 whatever it is. */
export type WeightType = "float32" | "float16" | "bfloat16";

export const WEIGHT_TYPES: readonly WeightType[] = ["float32", "float16", "bfloat16"];

/** Rounds finite float32 numbers in place to those that the type has, to nearest even. */
export function roundTo(type: WeightType, values: Float32Array): void {
  if (type === "bfloat16") roundToBfloat16(values);
  else if (type === "float16") roundToFloat16(values);
}

function roundToBfloat16(values: Float32Array): void {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  for (let i = 0; i < bits.length; i++) bits[i] = (bits[i]! + 0x7fff + ((bits[i]! >>> 16) & 1)) & 0xffff0000;
}

/** Numbers of half precision lie 2^(e − 10) apart where the exponent is e, but never closer than 2^−24. */
function roundToFloat16(values: Float32Array): void {
  for (let i = 0; i < values.length; i++) {
    const magnitude = Math.abs(values[i]!);
    const exponent = Math.max(Math.floor(Math.log2(magnitude)), -14);
    // Adding and taking away 1.5 · 2^52 steps rounds to whole steps, in double precision.
    const shift = 1.5 * 2 ** 52 * 2 ** (exponent - 10);
    const rounded = magnitude >= 65520 ? Number.POSITIVE_INFINITY : magnitude + shift - shift;
    values[i] = Object.is(values[i], -0) || values[i]! < 0 ? -rounded : rounded;
  }
}
