import { type UltimateState, ultimateTicTacToe } from "@vlm/games";
import { completions } from "../grid.js";
import { markOf } from "./symbols.js";

/** What is true of a move by the rules alone. Boards and cells count 3 × row + column. */
export interface MoveFacts {
  readonly mark: "X" | "O";
  readonly opponent: "X" | "O";
  readonly board: number;
  readonly cell: number;
  /** The board was the only one allowed. */
  readonly forced: boolean;
  readonly winsBoard: boolean;
  readonly winsGame: boolean;
  /** The last cell of the board, and nobody has a row. */
  readonly fillsBoard: boolean;
  /** The last cell of the game, and nobody has a row of boards. */
  readonly drawsGame: boolean;
  /** The opponent would have won the board with this cell. */
  readonly blocks: boolean;
  /** Empty cells of the board that would win it for the mark, and would not have before. */
  readonly threats: readonly number[];
  /** Open boards that would win the game for the mark, and would not have before. */
  readonly gameThreats: readonly number[];
  /** The board that the opponent must play on; null: any open one, or the game is over. */
  readonly sendsTo: number | null;
}

/** Facts about a legal action. */
export function facts(state: UltimateState, action: number): MoveFacts {
  const legal = ultimateTicTacToe.actions(state);
  if (!legal.includes(action)) {
    throw new Error(
      `tasks.facts: action ${action} is illegal in this position; expected one of ${legal.join(", ") || "none, as the game is over"}. ` +
        "Take an action from ultimateTicTacToe.actions(state).",
    );
  }
  const board = Math.floor(action / 9);
  const cell = action % 9;
  const mark = state.player + 1;
  const after = ultimateTicTacToe.play(state, action);
  const over = after.outcome !== 0;
  const fresh = (marks: Uint8Array, before: Uint8Array, offset: number): readonly number[] => {
    const old = completions(before, offset, mark);
    return completions(marks, offset, mark).filter((index) => !old.includes(index));
  };
  return {
    mark: markOf(state.player),
    opponent: markOf(1 - state.player),
    board,
    cell,
    forced: state.forced >= 0,
    winsBoard: after.boards[board] === mark,
    winsGame: after.outcome === mark,
    fillsBoard: after.boards[board] === 3,
    drawsGame: after.outcome === 3,
    blocks: completions(state.cells, 9 * board, 3 - mark).includes(cell),
    threats: after.boards[board] === 0 ? fresh(after.cells, state.cells, 9 * board) : [],
    gameThreats: over ? [] : fresh(after.boards, state.boards, 0),
    sendsTo: over || after.forced < 0 ? null : after.forced,
  };
}
