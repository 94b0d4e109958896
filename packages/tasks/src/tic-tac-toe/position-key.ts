import { type TicTacToeRow, ticTacToeStateOf } from "./row.js";

/** Where each cell goes under the eight symmetries: four turns, each also mirrored. */
const SYMMETRIES: readonly (readonly number[])[] = [0, 1, 2, 3].flatMap((turns) => {
  const turned = turn(turns);
  return [turned, turned.map((_, cell) => turned[3 * Math.floor(cell / 3) + 2 - (cell % 3)]!)];
});

/** The same for positions that the eight symmetries turn into each other: what a split must not separate. */
export function ticTacToePositionKey(row: TicTacToeRow): string {
  const { cells } = ticTacToeStateOf(row);
  return SYMMETRIES.map((symmetry) => symmetry.map((from) => cells[from]).join("")).sort()[0]!;
}

/** For each cell, which one lands there when the board is turned by so many quarters clockwise. */
function turn(turns: number): readonly number[] {
  let from: readonly number[] = [0, 1, 2, 3, 4, 5, 6, 7, 8];
  for (let done = 0; done < turns; done++) {
    const before = from;
    from = before.map((_, cell) => before[3 * (2 - (cell % 3)) + Math.floor(cell / 3)]!);
  }
  return from;
}
