import { EMPTY, HAS_LINE, O, OPEN, squaresOf, WON_BY_O, WON_BY_X, X } from "../grid.js";
import type { UltimateState } from "./state.js";

/** How marks, player and forced board contradict each other; null where they do not. No proof that a game leads there. */
export function problemOf(state: UltimateState): string | null {
  const { cells, boards, player, outcome } = state;
  const twice = boards.findIndex((_, board) => hasLine(cells, X, 9 * board) && hasLine(cells, O, 9 * board));
  if (twice >= 0) return `both players have a line on board ${twice}; expected it to close with the first`;
  if (hasLine(boards, X) && hasLine(boards, O)) return "both players have a line of boards; expected one winner";
  const lead = cells.reduce((sum, mark) => sum + (mark === X ? 1 : mark === O ? -1 : 0), 0);
  const lastPlayer = outcome === OPEN ? 1 - player : player;
  const expected = 1 - lastPlayer;
  if (lead !== expected)
    return `x has ${lead} more marks than o; expected ${expected} after a move of ${"xo"[lastPlayer]}`;
  const winner = outcome === WON_BY_X ? 0 : outcome === WON_BY_O ? 1 : lastPlayer;
  if (winner !== lastPlayer) return `${"xo"[winner]} has a line of boards, but ${"xo"[lastPlayer]} moved last`;
  return forcedProblem(state, lastPlayer);
}

/** The last player's mark must lie on the cell that sent the next one to the forced board, or to a closed one. */
function forcedProblem({ cells, boards, forced, outcome }: UltimateState, lastPlayer: number): string | null {
  const sent = (cell: number): boolean => boards.some((_, board) => cells[9 * board + cell] === lastPlayer + 1);
  if (cells.every((mark) => mark === EMPTY)) return forced < 0 ? null : `board ${forced} is forced at the start`;
  if (outcome !== OPEN) {
    return forced >= 0 && sent(forced)
      ? null
      : "no mark is on the last cell of the finished game, which is the forced board";
  }
  if (forced >= 0) {
    if (boards[forced] !== OPEN) return `board ${forced} is forced and closed`;
    return sent(forced) ? null : `no mark can have sent to board ${forced}`;
  }
  return boards.some((closed, cell) => closed !== OPEN && sent(cell))
    ? null
    : "no mark can have sent to a closed board";
}

function hasLine(squares: Uint8Array, mark: number, offset = 0): boolean {
  return HAS_LINE[squaresOf(squares, mark, offset)] === 1;
}
