/** Largest allowed error by type, relative to the largest expected number. The one table of the parity tests. */
export const TOLERANCE = {
  float32: { value: 5e-6, gradient: 2e-5, difference: 5e-3 },
} as const;

/** Sizes around the widths of vector registers and tiles. */
export const SIZES = [1, 2, 31, 32, 33, 127] as const;
