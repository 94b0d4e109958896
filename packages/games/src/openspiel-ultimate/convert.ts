import { OPEN } from "../grid.js";
import { isLegal, play, start } from "../ultimate/rules.js";
import type { UltimateState } from "../ultimate/state.js";

/** A game's actions from the start as OpenSpiel's decisions 0 to 8, where a free move is a board and then a cell. */
export function toOpenSpiel(actions: readonly number[]): number[] {
  const decisions: number[] = [];
  let state = start();
  for (const [ply, action] of actions.entries()) {
    if (!isLegal(state, action)) throw illegal("toOpenSpiel", "action", action, ply);
    if (state.forced < 0) decisions.push(Math.floor(action / 9));
    decisions.push(action % 9);
    state = play(state, action);
  }
  return decisions;
}

/** A game's actions from OpenSpiel's decisions. A game that stops between a board and its cell has no such list. */
export function fromOpenSpiel(decisions: readonly number[]): number[] {
  const actions: number[] = [];
  let state: UltimateState = start();
  let board = state.forced;
  for (const [index, decision] of decisions.entries()) {
    if (!Number.isInteger(decision) || decision < 0 || decision > 8) {
      throw illegal("fromOpenSpiel", "decision", decision, index);
    }
    if (board < 0 && state.outcome === OPEN && state.boards[decision] === OPEN) {
      board = decision;
      continue;
    }
    const action = 9 * board + decision;
    if (board < 0 || !isLegal(state, action)) throw illegal("fromOpenSpiel", "decision", decision, index);
    actions.push(action);
    state = play(state, action);
    board = state.forced;
  }
  if (state.forced < 0 && board >= 0) {
    throw new RangeError(
      `games.fromOpenSpiel: the list ends after board ${board} was chosen, at decision ${decisions.length - 1}; expected a cell on it. Give the decisions of whole moves.`,
    );
  }
  return actions;
}

function illegal(caller: string, noun: string, value: number, index: number): RangeError {
  return new RangeError(
    `games.${caller}: ${noun} ${value} at index ${index} is illegal there; expected a game from the start, move by move. Check the list up to that index.`,
  );
}
