import { EMPTY, OPEN, outcomeOf } from "../grid.js";
import type { UltimateState } from "./state.js";

export function start(): UltimateState {
  return { cells: new Uint8Array(81), boards: new Uint8Array(9), forced: -1, player: 0, outcome: OPEN };
}

export function isLegal(state: UltimateState, action: number): boolean {
  if (state.outcome !== OPEN || state.cells[action] !== EMPTY) return false;
  const board = Math.floor(action / 9);
  return state.forced < 0 ? state.boards[board] === OPEN : state.forced === board;
}

/** Legal actions in ascending order. */
export function actions(state: UltimateState): readonly number[] {
  const legal: number[] = [];
  if (state.outcome !== OPEN) return legal;
  const first = Math.max(state.forced, 0);
  const last = state.forced < 0 ? 8 : state.forced;
  for (let board = first; board <= last; board++) {
    if (state.boards[board] !== OPEN) continue;
    for (let action = 9 * board; action < 9 * board + 9; action++) {
      if (state.cells[action] === EMPTY) legal.push(action);
    }
  }
  return legal;
}

export function play(state: UltimateState, action: number): UltimateState {
  if (!isLegal(state, action)) {
    const legal = actions(state).join(", ") || "none, as the game is over";
    throw new RangeError(
      `games.ultimateTicTacToe.play: action ${action} is illegal in this state; expected one of: ${legal}. Take an action from actions(state).`,
    );
  }
  const board = Math.floor(action / 9);
  const cell = action % 9;
  const cells = state.cells.slice();
  cells[action] = state.player + 1;
  const boards = state.boards.slice();
  boards[board] = outcomeOf(cells, 9 * board);
  // Drawn boards count for nobody, and the game is drawn only when all nine are closed.
  const outcome = boards[board] === OPEN ? OPEN : outcomeOf(boards);
  if (outcome !== OPEN) return { cells, boards, forced: cell, player: state.player, outcome };
  return { cells, boards, forced: boards[cell] === OPEN ? cell : -1, player: state.player === 0 ? 1 : 0, outcome };
}
