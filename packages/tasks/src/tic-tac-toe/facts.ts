import { type TicTacToeState, ticTacToe } from "@vlm/games";
import { completions } from "../grid.js";
import { type Mark, markOf } from "./state-text.js";

/** What is true of a move by the rules alone. Cells count 3 × row + column; lists of them ascend. */
export interface TicTacToeFacts {
  readonly mark: Mark;
  readonly opponent: Mark;
  readonly cell: number;
  /** Cells that would win at once, before the move. */
  readonly chances: readonly number[];
  /** Cells where the opponent would win at once, were it to move before the move. */
  readonly dangers: readonly number[];
  readonly wins: boolean;
  /** The last cell, and nobody has a row. */
  readonly draws: boolean;
  /** The opponent would have won with this cell. */
  readonly blocks: boolean;
  /** Cells that would win for the mark after the move; none once it has won. */
  readonly threats: readonly number[];
  /** At least two threats, and not all of them there before. */
  readonly forks: boolean;
  /** With this cell the opponent would have had at least two threats, and not all of them before; it could not win. */
  readonly deniesFork: boolean;
  /** Cells where the opponent can win at once after the move. */
  readonly answers: readonly number[];
}

/** Facts about a legal action. */
export function ticTacToeFacts(state: TicTacToeState, action: number): TicTacToeFacts {
  const legal = ticTacToe.actions(state);
  if (!legal.includes(action)) {
    throw new Error(
      `tasks.ticTacToeFacts: action ${action} is illegal in this position; expected one of ${legal.join(", ") || "none, as the game is over"}. ` +
        "Take an action from ticTacToe.actions(state).",
    );
  }
  const own = state.player + 1;
  const other = 3 - own;
  const after = ticTacToe.play(state, action);
  const over = after.outcome !== 0;
  const chances = completions(state.cells, 0, own);
  const dangers = completions(state.cells, 0, other);
  const threats = over ? [] : completions(after.cells, 0, own);
  return {
    mark: markOf(state.player),
    opponent: markOf(1 - state.player),
    cell: action,
    chances,
    dangers,
    wins: after.outcome === own,
    draws: after.outcome === 3,
    blocks: dangers.includes(action),
    threats,
    forks: isFork(threats, chances),
    deniesFork:
      !dangers.includes(action) && isFork(completions(withMark(state.cells, action, other), 0, other), dangers),
    answers: over ? [] : completions(after.cells, 0, other),
  };
}

function isFork(after: readonly number[], before: readonly number[]): boolean {
  return after.length > 1 && after.some((cell) => !before.includes(cell));
}

function withMark(cells: Uint8Array, cell: number, mark: number): Uint8Array {
  const marked = cells.slice();
  marked[cell] = mark;
  return marked;
}
