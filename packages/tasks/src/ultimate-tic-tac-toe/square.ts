import { isObject } from "../protocol.js";

/** One of the nine boards, in the keys that answers and datasets use. */
export interface BoardPlace {
  readonly global_row: number;
  readonly global_col: number;
}

/** One of the 81 squares. */
export interface Square extends BoardPlace {
  readonly local_row: number;
  readonly local_col: number;
}

export function placeOf(board: number): BoardPlace {
  return { global_row: Math.floor(board / 3), global_col: board % 3 };
}

export function squareOf(action: number): Square {
  const cell = action % 9;
  return { ...placeOf(Math.floor(action / 9)), local_row: Math.floor(cell / 3), local_col: cell % 3 };
}

export function actionOf(square: Square): number {
  return 9 * (3 * square.global_row + square.global_col) + 3 * square.local_row + square.local_col;
}

/** `"(1, 2)"`: row and column of a board on the whole, or of a cell on its board. */
export function at(index: number): string {
  return `(${Math.floor(index / 3)}, ${index % 3})`;
}

/** The board that a JSON value names, or null. */
export function readBoard(value: unknown): number | null {
  if (!isObject(value)) return null;
  const { global_row: row, global_col: column } = value;
  return isCoordinate(row) && isCoordinate(column) ? 3 * row + column : null;
}

/** The action that a JSON value names, legal or not, or null. */
export function readSquare(value: unknown): number | null {
  const board = readBoard(value);
  if (board === null || !isObject(value)) return null;
  const { local_row: row, local_col: column } = value;
  return isCoordinate(row) && isCoordinate(column) ? 9 * board + 3 * row + column : null;
}

function isCoordinate(value: unknown): value is number {
  return value === 0 || value === 1 || value === 2;
}
