import type { World } from "@vlm/types";
import { type Direction, readDirection } from "../direction.js";
import { seededRandom } from "../testing/seeded-random.js";
import { type Lake, neighbour } from "./map.js";
import { observeLake } from "./observe.js";
import { type FrozenLakeOptions, readOptions } from "./options.js";
import { randomLake } from "./random-map.js";
import { type FrozenLakeState, GOAL, HOLE, START } from "./state.js";
import { TURNS } from "./turns.js";

/**
 * gymnasium's FrozenLake-v1: walk from the start to the goal (reward 1, else 0) without falling into a hole. On slippery
 * ice a step goes where it is meant to, or to either side of that, with probability 1/3 each. All four actions are legal
 * until the episode ends; a step off the lake leads nowhere.
 */
export function frozenLake(options: FrozenLakeOptions = {}): World<FrozenLakeState, Direction> {
  const { lake, size, holes, slippery, maxSteps } = readOptions(options);
  const success = (state: FrozenLakeState): boolean => state.cells[state.agent] === GOAL;
  const done = (state: FrozenLakeState): boolean =>
    success(state) || state.cells[state.agent] === HOLE || state.steps >= maxSteps(state);
  return {
    name: "frozen_lake",
    reset(seed) {
      if (!Number.isInteger(seed) || seed < 0 || seed >= 2 ** 32) {
        throw new RangeError(
          `games.frozenLake.reset: the seed is ${seed}; expected a whole number from 0 to 2^32 - 1. Pass another seed.`,
        );
      }
      const random = seededRandom(seed);
      const chosen: Lake = lake ?? randomLake(size, holes, random);
      return { ...chosen, agent: chosen.cells.indexOf(START), steps: 0, chance: Math.floor(random() * 2 ** 32) };
    },
    actions: (state) => (done(state) ? [] : TURNS),
    step(state, action) {
      const meant = TURNS.indexOf(action);
      if (done(state) || meant < 0) {
        const legal = done(state) ? "none, as the episode is over" : TURNS.join(", ");
        throw new RangeError(
          `games.frozenLake.step: action ${JSON.stringify(action)} is illegal in this state; expected one of: ${legal}. Take an action from actions(state).`,
        );
      }
      const random = seededRandom(state.chance);
      // The turn before, at or behind the one that was meant.
      const turn = slippery ? (meant + 3 + Math.floor(random() * 3)) % 4 : meant;
      const next: FrozenLakeState = {
        ...state,
        agent: neighbour(state, state.agent, turn),
        steps: state.steps + 1,
        chance: slippery ? Math.floor(random() * 2 ** 32) : state.chance,
      };
      return { state: next, reward: success(next) ? 1 : 0, done: done(next) };
    },
    done,
    success,
    observe: observeLake,
    write: (action) => action,
    read(text, state) {
      return done(state) ? null : readDirection(text);
    },
  };
}
