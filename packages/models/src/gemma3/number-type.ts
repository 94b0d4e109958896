/** Significant bits of the types that weights are stored in. */
export const SIGNIFICANT_BITS = { float32: 24, float16: 11, bfloat16: 8 } as const;

export type NumberType = keyof typeof SIGNIFICANT_BITS;

/** The number of a type that is nearest to x, which must be normal in it. */
export function roundTo(type: NumberType, x: number): number {
  const step = 2 ** (Math.floor(Math.log2(Math.abs(x))) + 1 - SIGNIFICANT_BITS[type]);
  return Math.round(Math.fround(x) / step) * step;
}
