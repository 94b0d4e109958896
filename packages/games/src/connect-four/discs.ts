/**
 * The 42 squares as the bits of two numbers: square 6 × column + row is a bit of the left one for columns 0 to 4 and of the
 * right one for columns 2 to 6. Any four columns side by side lie in one of them, so that no line crosses their border.
 */

/** [42] the square's bit in the left number, 0 for columns 5 and 6. */
export const LEFT: Int32Array = Int32Array.from({ length: 42 }, (_, square) => (square < 30 ? 1 << square : 0));
/** [42] the square's bit in the right number, 0 for columns 0 and 1. */
export const RIGHT: Int32Array = Int32Array.from({ length: 42 }, (_, square) => (square < 12 ? 0 : 1 << (square - 12)));

/** Rows 0 to 2 of five columns, where a line upwards starts, and rows 3 to 5, where one downwards does. */
const LOWER = 0o0707070707;
const UPPER = 0o7070707070;

/** Whether the discs contain four in a row. */
export function hasFour(left: number, right: number): boolean {
  return (linesOf(left) | linesOf(right)) !== 0;
}

/** A bit for each line's first square. A shift by 1 goes up, by 6 right, by 7 right and up, by 5 right and down. */
function linesOf(discs: number): number {
  const up = discs & (discs >> 1);
  const across = discs & (discs >> 6);
  const rising = discs & (discs >> 7);
  const falling = discs & (discs >> 5);
  return (
    (((up & (up >> 2)) | (rising & (rising >> 14))) & LOWER) |
    (across & (across >> 12)) |
    (falling & (falling >> 10) & UPPER)
  );
}
