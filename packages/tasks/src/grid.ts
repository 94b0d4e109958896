/** The nine squares of a board, 3 × row + column. */
export const SQUARES: readonly number[] = [0, 1, 2, 3, 4, 5, 6, 7, 8];

const LINES: readonly (readonly [number, number, number])[] = [
  [0, 1, 2],
  [3, 4, 5],
  [6, 7, 8],
  [0, 3, 6],
  [1, 4, 7],
  [2, 5, 8],
  [0, 4, 8],
  [2, 4, 6],
];

/** Who has three in a row among the nine from `offset`: 1 or 2; 3 when they are full without a row, else 0. */
export function outcomeOf(marks: Uint8Array, offset: number): number {
  for (const line of LINES) {
    const [a, b, c] = line.map((index) => marks[offset + index]!) as [number, number, number];
    if ((a === 1 || a === 2) && a === b && b === c) return a;
  }
  return marks.subarray(offset, offset + 9).includes(0) ? 0 : 3;
}

/** The empty ones of the nine from `offset` that would give the mark, 1 or 2, three in a row; ascending. */
export function completions(marks: Uint8Array, offset: number, mark: number): readonly number[] {
  return SQUARES.filter(
    (square) =>
      marks[offset + square] === 0 &&
      LINES.some(
        (line) => line.includes(square) && line.every((index) => index === square || marks[offset + index] === mark),
      ),
  );
}
