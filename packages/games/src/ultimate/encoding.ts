import { EMPTY, HAS_LINE, O, OPEN, outcomeOf, squaresOf, WON_BY_O, WON_BY_X, X } from "../grid.js";
import type { UltimateState } from "./state.js";

const BOARD = /^[1-9xo]+$/;

/**
 * A position in one line: the nine boards with a digit for so many empty cells in a row, the player, the forced board.
 * After x takes the centre of the centre: `"9/9/9/9/4x4/9/9/9/9 o 4"`; `-` where any open board will do.
 */
export function encode(state: UltimateState): string {
  const boards: string[] = [];
  for (let board = 0; board < 9; board++) {
    const marks = Array.from(state.cells.subarray(9 * board, 9 * board + 9), (mark) => ".xo"[mark]).join("");
    boards.push(marks.replace(/\.+/g, (empty) => String(empty.length)));
  }
  return `${boards.join("/")} ${"xo"[state.player]} ${state.forced < 0 ? "-" : state.forced}`;
}

/**
 * The position that `encode` wrote; null for any other text, also where marks, player and forced board contradict each
 * other. It does not prove that a game leads to the position.
 */
export function decode(text: string): UltimateState | null {
  const [marks, player, forced, ...rest] = text.split(" ");
  if (marks === undefined || player === undefined || forced === undefined || rest.length > 0) return null;
  if (!/^[xo]$/.test(player) || !/^[0-8-]$/.test(forced)) return null;
  const cells = decodeCells(marks);
  if (cells === null) return null;
  const boards = Uint8Array.from({ length: 9 }, (_, board) => outcomeOf(cells, 9 * board));
  const outcome = outcomeOf(boards);
  const state: UltimateState = {
    cells,
    boards,
    forced: forced === "-" ? -1 : Number(forced),
    player: player === "x" ? 0 : 1,
    outcome,
  };
  // Comparing with what encode writes rejects runs split in two, such as "45" for "9".
  return isConsistent(state) && encode(state) === text ? state : null;
}

function decodeCells(marks: string): Uint8Array | null {
  const boards = marks.split("/");
  if (boards.length !== 9) return null;
  const cells = new Uint8Array(81);
  for (const [board, text] of boards.entries()) {
    if (!BOARD.test(text)) return null;
    const expanded = text.replace(/[1-9]/g, (digit) => ".".repeat(Number(digit)));
    if (expanded.length !== 9) return null;
    for (let cell = 0; cell < 9; cell++) cells[9 * board + cell] = ".xo".indexOf(expanded[cell]!);
  }
  return cells;
}

function isConsistent(state: UltimateState): boolean {
  const { cells, boards, forced, player, outcome } = state;
  for (let board = 0; board < 9; board++) {
    if (HAS_LINE[squaresOf(cells, X, 9 * board)] && HAS_LINE[squaresOf(cells, O, 9 * board)]) return false;
  }
  if (HAS_LINE[squaresOf(boards, X)] && HAS_LINE[squaresOf(boards, O)]) return false;
  const lead = cells.reduce((sum, mark) => sum + (mark === X ? 1 : mark === O ? -1 : 0), 0);
  const lastPlayer = outcome === OPEN ? 1 - player : player;
  if (lead !== 1 - lastPlayer) return false;
  if ((outcome === WON_BY_X || outcome === WON_BY_O) && outcome !== lastPlayer + 1) return false;
  if (cells.every((mark) => mark === EMPTY)) return forced < 0;
  // The last player's mark must lie on the cell that sent the next one to the forced board, or to a closed one.
  const sent = (cell: number): boolean => boards.some((_, board) => cells[9 * board + cell] === lastPlayer + 1);
  if (outcome !== OPEN) return forced >= 0 && sent(forced);
  if (forced >= 0) return boards[forced] === OPEN && sent(forced);
  return boards.some((board, cell) => board !== OPEN && sent(cell));
}
