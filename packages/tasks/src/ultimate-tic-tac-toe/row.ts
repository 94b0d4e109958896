import { canonicalKey, rotate, rotateAction, type UltimateState, ultimateTicTacToe } from "@vlm/games";
import type { SearchResult } from "@vlm/mcts";
import { outcomeOf } from "../grid.js";
import { searchColumns, searchOf } from "../search-columns.js";
import { explain } from "./explanation.js";
import { actionOf, type Square, squareOf } from "./square.js";
import { symbolOf } from "./symbols.js";

/** Degrees clockwise by which the picture was turned. */
export type Rotation = 0 | 90 | 180 | 270;

/** A dataset row: a position and what the search said of it, in the frame of the picture as seen. */
export interface UltimateRow {
  readonly id: string;
  readonly game: number;
  readonly ply: number;
  /** PNG, as the 🤗 `Image` feature stores it. */
  readonly image: { readonly bytes: Uint8Array; readonly path: string | null };
  /** To move: 1 is X, 2 is O. */
  readonly player: number;
  /** Row and column of the only board allowed; null: any open one. */
  readonly allowed_squares: readonly number[] | null;
  readonly best_move: Square;
  readonly chain_of_thought: string;
  readonly legal_moves: readonly Square[];
  /** Nine lines of nine, boards set apart by a space. */
  readonly ascii_board: string;
  /** Rows and columns of boards won or drawn. */
  readonly unplayable_boards: readonly (readonly number[])[];
  /** Squares taken, 1 by X and 2 by O. */
  readonly global_state: readonly (Square & { readonly player: number })[];
  readonly rotation_angle: number;
  /** Of each legal move, in their order. */
  readonly visits: readonly number[];
  /** Of each legal move for the player to move, in [-1, 1]. */
  readonly values: readonly number[];
}

export interface RowSource {
  readonly id: string;
  readonly game: number;
  readonly ply: number;
  /** Not turned, as are the actions of the search. */
  readonly state: UltimateState;
  readonly search: SearchResult<number>;
  readonly rotation: Rotation;
  /** PNG of the picture, already turned. */
  readonly image: Uint8Array;
}

export function row({ id, game, ply, state, search, rotation, image }: RowSource): UltimateRow {
  const turns = turnsOf(rotation);
  const seen = rotate(state, turns);
  const legal = ultimateTicTacToe.actions(seen);
  const turned = turnSearch(search, turns);
  const columns = searchColumns(turned, legal, {
    caller: "row",
    id,
    advice: "Search the position itself, before it is turned.",
  });
  return {
    id,
    game,
    ply,
    image: { bytes: image, path: null },
    player: seen.player + 1,
    allowed_squares: seen.forced < 0 ? null : pairOf(seen.forced),
    best_move: squareOf(turned.best),
    chain_of_thought: explain(seen, turned),
    legal_moves: legal.map(squareOf),
    ascii_board: asciiBoard(seen.cells),
    unplayable_boards: indicesOf(seen.boards).map(pairOf),
    global_state: indicesOf(seen.cells).map((action) => ({ ...squareOf(action), player: seen.cells[action]! })),
    rotation_angle: rotation,
    ...columns,
  };
}

/** The position that the picture of the row shows. */
export function stateOf(row: UltimateRow): UltimateState {
  const cells = new Uint8Array(81);
  for (const taken of row.global_state) cells[actionOf(taken)] = taken.player;
  const boards = Uint8Array.from({ length: 9 }, (_, board) => outcomeOf(cells, 9 * board));
  const [allowedRow, allowedColumn] = row.allowed_squares ?? [];
  const forced = allowedRow === undefined || allowedColumn === undefined ? -1 : 3 * allowedRow + allowedColumn;
  return { cells, boards, forced, player: row.player === 1 ? 0 : 1, outcome: 0 };
}

/** What the row's columns tell of its search, in the frame of the picture: visits and values, nothing proven. */
export function searchOfRow(row: UltimateRow): SearchResult<number> {
  return searchOf(actionOf(row.best_move), row.legal_moves.map(actionOf), row);
}

/** The same for positions that the eight symmetries turn into each other: what a split must not separate. */
export function positionKey(row: UltimateRow): string {
  return canonicalKey(stateOf(row));
}

function turnsOf(rotation: Rotation): number {
  if (![0, 90, 180, 270].includes(rotation)) {
    throw new Error(
      `tasks.row: rotation is ${rotation}°; expected 0, 90, 180 or 270, clockwise. Turn the picture by one of these.`,
    );
  }
  return rotation / 90;
}

function turnSearch(search: SearchResult<number>, turns: number): SearchResult<number> {
  return {
    ...search,
    best: rotateAction(search.best, turns),
    actions: search.actions.map((entry) => ({ ...entry, action: rotateAction(entry.action, turns) })),
  };
}

/** Where the values are not 0. */
function indicesOf(values: Uint8Array): readonly number[] {
  return Array.from(values.keys()).filter((index) => values[index] !== 0);
}

function pairOf(board: number): readonly number[] {
  return [Math.floor(board / 3), board % 3];
}

function asciiBoard(cells: Uint8Array): string {
  const three = [0, 1, 2];
  const group = (board: number, row: number): string =>
    three.map((column) => symbolOf(cells[9 * board + 3 * row + column]!)).join("");
  const line = (boardRow: number, row: number): string =>
    three.map((boardColumn) => group(3 * boardRow + boardColumn, row)).join(" ");
  return three.flatMap((boardRow) => three.map((row) => line(boardRow, row))).join("\n");
}
