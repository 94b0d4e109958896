/** A transpose as [batch, rows, columns, inner] → [batch, columns, rows, inner]. */
export interface Exchange {
  readonly batch: number;
  readonly rows: number;
  readonly columns: number;
  readonly inner: number;
}

/** Null where a permutation does more than exchange two neighbouring stretches of dimensions. */
export function exchangeOf(shape: readonly number[], permutation: readonly number[]): Exchange | null {
  const order = permutation.filter((axis) => shape[axis] !== 1);
  const axes = [...order].sort((a, b) => a - b);
  const size = (from: number, to: number): number => axes.slice(from, to).reduce((n, axis) => n * shape[axis]!, 1);
  let start = 0;
  while (start < axes.length && order[start] === axes[start]) start++;
  let end = axes.length;
  while (end > start && order[end - 1] === axes[end - 1]) end--;
  if (start === end) return { batch: 1, rows: 1, columns: 1, inner: size(0, axes.length) };
  // What stands first in the result must run to the end of the stretch, and the rest follow from its start.
  const middle = axes.indexOf(order[start]!);
  const rotated = [...axes.slice(middle, end), ...axes.slice(start, middle)];
  if (rotated.some((axis, i) => order[start + i] !== axis)) return null;
  return {
    batch: size(0, start),
    rows: size(start, middle),
    columns: size(middle, end),
    inner: size(end, axes.length),
  };
}
