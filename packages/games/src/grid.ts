/** The 3×3 grid both games are made of: nine squares, 3 × row + column, as the bits of a number. */

export const EMPTY = 0;
export const X = 1;
export const O = 2;

/** What became of a grid. */
export const OPEN = 0;
export const WON_BY_X = 1;
export const WON_BY_O = 2;
export const DRAWN = 3;

/** Every square taken. */
export const FULL = 0b111_111_111;

const LINES: readonly number[] = [
  0b000_000_111, 0b000_111_000, 0b111_000_000, 0b001_001_001, 0b010_010_010, 0b100_100_100, 0b100_010_001,
  0b001_010_100,
];

/** [512] 1 where the squares contain three in a row. */
export const HAS_LINE: Uint8Array = Uint8Array.from({ length: 512 }, (_, squares) =>
  LINES.some((line) => (squares & line) === line) ? 1 : 0,
);

/** [512] how many squares. */
export const COUNT: Uint8Array = Uint8Array.from({ length: 512 }, (_, squares) => {
  let count = 0;
  for (let bits = squares; bits > 0; bits &= bits - 1) count++;
  return count;
});

/** [512 × 16] at 16 × squares + k: the k-th lowest of the squares. */
export const NTH_SQUARE: Uint8Array = new Uint8Array(512 * 16);
for (let squares = 0; squares < 512; squares++) {
  let found = 0;
  for (let square = 0; square < 9; square++) {
    if ((squares >> square) & 1) NTH_SQUARE[16 * squares + found++] = square;
  }
}

/** The squares of `cells[offset … offset + 8]` that hold the mark. */
export function squaresOf(cells: Uint8Array, mark: number, offset = 0): number {
  let squares = 0;
  for (let square = 0; square < 9; square++) {
    if (cells[offset + square] === mark) squares |= 1 << square;
  }
  return squares;
}
