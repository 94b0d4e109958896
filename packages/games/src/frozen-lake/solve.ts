import type { Direction } from "../direction.js";
import { neighbour } from "./map.js";
import { usualSteps } from "./options.js";
import { type FrozenLakeState, GOAL, isIce } from "./state.js";
import { TURNS } from "./turns.js";

/** What acting best leads to. */
export interface FrozenLakeSolution {
  /** Probability of reaching the goal. */
  readonly value: number;
  /** Probability of reaching the goal after each action, in the order of `actions`; empty when nothing is left to do. */
  readonly actionValues: readonly number[];
  /** The action most likely to reach the goal, of several the one whose episode ends first; null when nothing is left to do. */
  readonly best: Direction | null;
  /** Steps until the episode ends, on average. */
  readonly expectedSteps: number;
  /** [rows × columns] the probability from every cell with as many steps left. */
  readonly values: Float64Array;
}

/** Values closer than this are the same but for rounding. */
const TIE = 1e-12;

/**
 * The exact solution by value iteration over the steps left (those of the usual limit, unless told): as many sweeps over the
 * cells, fewer where nothing changes any more.
 */
export function solveFrozenLake(
  state: FrozenLakeState,
  {
    slippery = true,
    stepsLeft = Math.max(0, usualSteps(state) - state.steps),
  }: { slippery?: boolean; stepsLeft?: number } = {},
): FrozenLakeSolution {
  if (!Number.isInteger(stepsLeft) || stepsLeft < 0) {
    throw new RangeError(
      `games.solveFrozenLake: stepsLeft is ${stepsLeft}; expected a whole number from 0. Pass the steps until the episode ends.`,
    );
  }
  const { cells, agent } = state;
  const neighbours = Int32Array.from({ length: 4 * cells.length }, (_, index) =>
    neighbour(state, index >> 2, index & 3),
  );
  const mean = (of: Float64Array, cell: number, turn: number): number => {
    const meant = of[neighbours[4 * cell + turn]!]!;
    if (!slippery) return meant;
    return (of[neighbours[4 * cell + ((turn + 3) & 3)]!]! + meant + of[neighbours[4 * cell + ((turn + 1) & 3)]!]!) / 3;
  };
  let values = Float64Array.from(cells, (code) => (code === GOAL ? 1 : 0));
  let steps = new Float64Array(cells.length);
  const decide = (cell: number): { turn: number; value: number; steps: number } => {
    let best = { turn: -1, value: -1, steps: 0 };
    for (let turn = 0; turn < 4; turn++) {
      const value = mean(values, cell, turn);
      const more = 1 + mean(steps, cell, turn);
      if (value > best.value + TIE || (value > best.value - TIE && more < best.steps - TIE)) {
        best = { turn, value, steps: more };
      }
    }
    return best;
  };
  let chosen = -1;
  let actionValues: number[] = [];
  for (let sweep = 0; sweep < stepsLeft; sweep++) {
    const nextValues = values.slice();
    const nextSteps = steps.slice();
    let changed = false;
    for (let cell = 0; cell < cells.length; cell++) {
      if (!isIce(cells[cell]!)) continue;
      const best = decide(cell);
      changed ||= best.value !== values[cell] || best.steps !== steps[cell];
      nextValues[cell] = best.value;
      nextSteps[cell] = best.steps;
      if (cell === agent) chosen = best.turn;
    }
    if (isIce(cells[agent]!)) actionValues = TURNS.map((_, turn) => mean(values, agent, turn));
    [values, steps] = [nextValues, nextSteps];
    if (!changed) break;
  }
  return { value: values[agent]!, actionValues, best: TURNS[chosen] ?? null, expectedSteps: steps[agent]!, values };
}
