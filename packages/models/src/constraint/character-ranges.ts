/** Code points from the first to the last, both included. */
export type Range = readonly [first: number, last: number];

export const LAST_CODE_POINT = 0x10ffff;
/** Halves of UTF-16 pairs: no characters, and nothing in UTF-8. */
export const SURROGATES: Range = [0xd800, 0xdfff];

/** The same code points as ranges in order that do not touch. */
export function normalized(ranges: readonly Range[]): Range[] {
  const sorted = [...ranges].sort(([a], [b]) => a - b);
  const merged: [number, number][] = [];
  for (const [first, last] of sorted) {
    const before = merged.at(-1);
    if (before && first <= before[1] + 1) before[1] = Math.max(before[1], last);
    else merged.push([first, last]);
  }
  return merged;
}

/** Every code point that is in none of the ranges. */
export function complement(ranges: readonly Range[]): Range[] {
  const gaps: Range[] = [];
  let next = 0;
  for (const [first, last] of normalized(ranges)) {
    if (first > next) gaps.push([next, first - 1]);
    next = last + 1;
  }
  if (next <= LAST_CODE_POINT) gaps.push([next, LAST_CODE_POINT]);
  return gaps;
}

/** What is in `ranges` and not in `taken`. */
export function without(ranges: readonly Range[], taken: readonly Range[]): Range[] {
  return complement([...complement(ranges), ...taken]);
}
