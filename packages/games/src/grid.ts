/** The 3×3 grid both games are made of: nine squares, 3 × row + column, as the bits of a number. */

export const EMPTY = 0;
export const X = 1;
export const O = 2;

/** What became of a grid: 0 open, 1 won by x, 2 won by o, 3 drawn. */
export type Outcome = 0 | 1 | 2 | 3;
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

/** What became of the grid at `cells[offset … offset + 8]`; 0 is an empty square and 3 one that counts for nobody. */
export function outcomeOf(cells: Uint8Array, offset = 0): Outcome {
  if (HAS_LINE[squaresOf(cells, X, offset)]) return WON_BY_X;
  if (HAS_LINE[squaresOf(cells, O, offset)]) return WON_BY_O;
  return squaresOf(cells, EMPTY, offset) === 0 ? DRAWN : OPEN;
}
