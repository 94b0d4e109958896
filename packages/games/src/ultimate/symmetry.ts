import { encode } from "./encoding.js";
import type { UltimateState } from "./state.js";

/** The eight symmetries of the grid: number q + 4 × m mirrors left and right when m is 1, then turns q quarters. */
const IMAGES: readonly Uint8Array[] = Array.from({ length: 8 }, (_, symmetry) =>
  Uint8Array.from({ length: 9 }, (_, square) => {
    let row = Math.floor(square / 3);
    let column = symmetry < 4 ? square % 3 : 2 - (square % 3);
    for (let turn = 0; turn < symmetry % 4; turn++) [row, column] = [column, 2 - row];
    return 3 * row + column;
  }),
);
const MIRROR = 4;

/** The position as seen after turning the page clockwise: boards and their cells turn together. Any whole number. */
export function rotate(state: UltimateState, quarterTurnsClockwise: number): UltimateState {
  return image(state, rotation("rotate", quarterTurnsClockwise));
}

/** The action that `rotate` makes of an action: `rotate(play(s, a), q)` equals `play(rotate(s, q), rotateAction(a, q))`. */
export function rotateAction(action: number, quarterTurnsClockwise: number): number {
  return imageOfAction(action, rotation("rotateAction", quarterTurnsClockwise));
}

/** The position in a mirror: left and right change places. */
export function reflect(state: UltimateState): UltimateState {
  return image(state, MIRROR);
}

/** The action that `reflect` makes of an action. */
export function reflectAction(action: number): number {
  return imageOfAction(action, MIRROR);
}

/** The eight images: turned by 0 to 3 quarters, then the same of the mirrored position. Some may be equal. */
export function symmetries(state: UltimateState): readonly UltimateState[] {
  return IMAGES.map((_, symmetry) => image(state, symmetry));
}

/** A text that a position shares with its eight images and with no other position. */
export function canonicalKey(state: UltimateState): string {
  return symmetries(state).map(encode).sort()[0]!;
}

function rotation(caller: string, quarterTurns: number): number {
  if (!Number.isInteger(quarterTurns)) {
    throw new RangeError(
      `games.${caller}: cannot turn by ${quarterTurns} quarters; expected a whole number. Give degrees divided by 90.`,
    );
  }
  return ((quarterTurns % 4) + 4) % 4;
}

function image(state: UltimateState, symmetry: number): UltimateState {
  const to = IMAGES[symmetry]!;
  const cells = new Uint8Array(81);
  const boards = new Uint8Array(9);
  for (let board = 0; board < 9; board++) {
    boards[to[board]!] = state.boards[board]!;
    for (let cell = 0; cell < 9; cell++) cells[9 * to[board]! + to[cell]!] = state.cells[9 * board + cell]!;
  }
  return { ...state, cells, boards, forced: state.forced < 0 ? -1 : to[state.forced]! };
}

function imageOfAction(action: number, symmetry: number): number {
  const to = IMAGES[symmetry]!;
  return 9 * to[Math.floor(action / 9)]! + to[action % 9]!;
}
