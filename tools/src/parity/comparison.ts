/** One line of the parity report: how far our values are from the reference's. */
export interface Comparison {
  readonly name: string;
  readonly shape: readonly number[];
  /** Largest |ours − reference|; infinite when the lengths differ or only one is NaN. */
  readonly absolute: number;
  /** `absolute` over the reference's largest magnitude. */
  readonly relative: number;
  readonly pass: boolean;
}

/** Compares element by element; passes when no error exceeds `tolerance` + `relativeTolerance` × |reference|. */
export function compare(
  name: string,
  shape: readonly number[],
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  { tolerance = 0, relativeTolerance = 0 }: { readonly tolerance?: number; readonly relativeTolerance?: number } = {},
): Comparison {
  let absolute = actual.length === expected.length ? 0 : Number.POSITIVE_INFINITY;
  let pass = actual.length === expected.length;
  let largest = 0;
  for (let i = 0; i < Math.min(actual.length, expected.length); i++) {
    const [ours, reference] = [actual[i]!, expected[i]!];
    largest = Math.max(largest, Math.abs(reference) || 0);
    if (Object.is(ours, reference) || ours === reference) continue;
    const error = Math.abs(ours - reference);
    absolute = Math.max(absolute, Number.isNaN(error) ? Number.POSITIVE_INFINITY : error);
    if (!(error <= tolerance + relativeTolerance * Math.abs(reference))) pass = false;
  }
  return { name, shape, absolute, relative: absolute === 0 ? 0 : absolute / largest, pass };
}
