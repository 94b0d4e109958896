/** A reduction as one over the middle of three dimensions. */
export interface Reduced {
  readonly outer: number;
  readonly count: number;
  readonly inner: number;
  /** Of the result. */
  readonly shape: readonly number[];
}

/** Null where the reduced axes have others between them. */
export function reduced(
  shape: readonly number[],
  axis: number | readonly number[] | null | undefined,
  keepDims: boolean,
): Reduced | null {
  const named = axis === null || axis === undefined ? shape.map((_, i) => i) : [axis].flat();
  const axes = new Set(named.map((i) => (i < 0 ? i + shape.length : i)));
  let [outer, count, inner] = [1, 1, 1];
  let [began, ended] = [false, false];
  for (const [i, size] of shape.entries()) {
    if (size === 1) continue;
    if (axes.has(i)) {
      if (ended) return null;
      began = true;
      count *= size;
    } else if (began) {
      ended = true;
      inner *= size;
    } else outer *= size;
  }
  const kept = shape.map((size, i) => (axes.has(i) ? 1 : size));
  return { outer, count, inner, shape: keepDims ? kept : kept.filter((_, i) => !axes.has(i)) };
}
