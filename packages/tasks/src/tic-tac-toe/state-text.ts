import { formatTicTacToe, type TicTacToeState, ticTacToe } from "@vlm/games";

export type Mark = "x" | "o";

/** Who moves. */
export function markOf(player: number): Mark {
  return player === 0 ? "x" : "o";
}

/** OpenSpiel's three lines with a space before every mark, so that no two of them make one token: `" x . ."`. */
export function stateText(state: TicTacToeState): string {
  return formatTicTacToe(state).replace(/[xo.]/g, " $&");
}

/** The unfinished position of a text that `stateText` wrote; the marks tell whose turn it is. */
export function stateOfText(text: string): TicTacToeState {
  const marks = Array.from(text.replace(/\s/g, ""), (mark) => ".xo".indexOf(mark));
  const taken = marks.filter((mark) => mark !== 0).length;
  return { cells: Uint8Array.from(marks), player: taken % 2 === 0 ? 0 : 1, outcome: 0 };
}

/** `"(0,2)"`: row and column. */
export function at(cell: number): string {
  return ticTacToe.write(cell);
}
