import { EMPTY, OPEN, outcomeOf } from "../grid.js";
import type { TicTacToeState } from "./state.js";

export function start(): TicTacToeState {
  return { cells: new Uint8Array(9), player: 0, outcome: OPEN };
}

export function isLegal(state: TicTacToeState, action: number): boolean {
  return state.outcome === OPEN && state.cells[action] === EMPTY;
}

/** Legal actions in ascending order. */
export function actions(state: TicTacToeState): readonly number[] {
  const legal: number[] = [];
  for (let cell = 0; cell < 9; cell++) if (isLegal(state, cell)) legal.push(cell);
  return legal;
}

export function play(state: TicTacToeState, action: number): TicTacToeState {
  if (!isLegal(state, action)) {
    const legal = actions(state).join(", ") || "none, as the game is over";
    throw new RangeError(
      `games.ticTacToe.play: action ${action} is illegal in this state; expected one of: ${legal}. Take an action from actions(state).`,
    );
  }
  const cells = state.cells.slice();
  cells[action] = state.player + 1;
  const outcome = outcomeOf(cells);
  return { cells, player: outcome === OPEN ? (state.player === 0 ? 1 : 0) : state.player, outcome };
}
