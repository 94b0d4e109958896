import { outcomeOf } from "../grid.js";
import { packMarks, unpackMarks } from "../marks.js";
import { problemOf } from "./consistency.js";
import type { UltimateState } from "./state.js";

/**
 * A position in one line: the nine boards with a digit for so many empty cells in a row, the player, the forced board.
 * After x takes the centre of the centre: `"9/9/9/9/4x4/9/9/9/9 o 4"`; `-` where any open board will do.
 */
export function encode(state: UltimateState): string {
  const boards = Array.from({ length: 9 }, (_, board) => packMarks(state.cells.subarray(9 * board, 9 * board + 9)));
  return `${boards.join("/")} ${"xo"[state.player]} ${state.forced < 0 ? "-" : state.forced}`;
}

/**
 * The position that `encode` wrote; null for any other text, also where marks, player and forced board contradict each
 * other. It does not prove that a game leads to the position.
 */
export function decode(text: string): UltimateState | null {
  const state = decodeParts(text);
  return state !== null && problemOf(state) === null ? state : null;
}

/** What the text says, whether or not it contradicts itself. */
export function decodeParts(text: string): UltimateState | null {
  const [marks, player, forced, ...rest] = text.split(" ", 4);
  if (marks === undefined || player === undefined || forced === undefined || rest.length > 0) return null;
  if (!/^[xo]$/.test(player) || !/^[0-8-]$/.test(forced)) return null;
  const cells = decodeCells(marks);
  if (cells === null) return null;
  const state = stateOf(cells, player === "x" ? 0 : 1, forced === "-" ? -1 : Number(forced));
  // Comparing with what encode writes rejects runs split in two, such as "45" for "9".
  return encode(state) === text ? state : null;
}

/** The state of these marks. */
export function stateOf(cells: Uint8Array, player: 0 | 1, forced: number): UltimateState {
  const boards = Uint8Array.from({ length: 9 }, (_, board) => outcomeOf(cells, 9 * board));
  return { cells, boards, forced, player, outcome: outcomeOf(boards) };
}

function decodeCells(marks: string): Uint8Array | null {
  const boards = marks.split("/", 10).map((board) => unpackMarks(board, 9));
  if (boards.length !== 9 || !boards.every((board) => board !== null)) return null;
  return Uint8Array.from(boards.flatMap((board) => [...board]));
}
