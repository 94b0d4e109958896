import { EMPTY, OPEN } from "../grid.js";
import * as ultimate from "../ultimate/rules.js";
import type { UltimateState } from "../ultimate/state.js";

export function isLegal(state: UltimateState, action: number): boolean {
  if (state.outcome !== OPEN) return false;
  if (state.forced < 0) return state.boards[action] === OPEN;
  return action >= 0 && action < 9 && state.cells[9 * state.forced + action] === EMPTY;
}

/** Legal actions in ascending order. */
export function actions(state: UltimateState): readonly number[] {
  const legal: number[] = [];
  for (let action = 0; action < 9; action++) if (isLegal(state, action)) legal.push(action);
  return legal;
}

export function play(state: UltimateState, action: number): UltimateState {
  if (!isLegal(state, action)) {
    const legal = actions(state).join(", ") || "none, as the game is over";
    throw new RangeError(
      `games.openSpielUltimate.play: action ${action} is illegal in this state; expected one of: ${legal}. Take an action from actions(state).`,
    );
  }
  return state.forced < 0 ? { ...state, forced: action } : ultimate.play(state, 9 * state.forced + action);
}
