import type { World } from "@vlm/types";
import { type Direction, readDirection } from "../direction.js";
import { seededRandom } from "../testing/seeded-random.js";
import { generateLevel } from "./generate.js";
import { observeSokoban } from "./level.js";
import { MOVES } from "./moves.js";
import { readOptions, type SokobanOptions } from "./options.js";
import { boxesOnTargets, isSolved, move } from "./rules.js";
import type { SokobanState } from "./state.js";

const STEP = -0.1;
const BOX_ON_TARGET = 1;
const BOX_OFF_TARGET = -1;
const FINISHED = 10;

/**
 * Sokoban as in gym-sokoban: push all boxes onto targets. A step costs 0.1, a box gives 1 when it is pushed onto a target and
 * takes 1 when off, and 10 come with the last. All four actions are legal until the episode ends; a blocked one only costs its
 * step (`sokobanMoves` leaves those out). Random levels can be solved within `maxSteps`; a given level that cannot is refused,
 * as far as `solveSokoban` finds out.
 */
export function sokoban(options: SokobanOptions = {}): World<SokobanState, Direction> {
  const { level, rows, columns, boxes, maxSteps } = readOptions(options);
  const done = (state: SokobanState): boolean => state.steps >= maxSteps || isSolved(state);
  return {
    name: "sokoban",
    reset(seed) {
      if (!Number.isInteger(seed) || seed < 0 || seed >= 2 ** 32) {
        throw new RangeError(
          `games.sokoban.reset: the seed is ${seed}; expected a whole number from 0 to 2^32 - 1. Pass another seed.`,
        );
      }
      if (level !== null) return level;
      const generated = generateLevel({ rows, columns, boxes, longest: maxSteps }, seededRandom(seed));
      if (generated === null) {
        throw new RangeError(
          `games.sokoban.reset: no level of ${boxes} boxes in ${rows} rows and ${columns} columns came of seed ${seed} that ${maxSteps} steps solve; expected one. Take fewer boxes, a larger room or more steps.`,
        );
      }
      return generated.state;
    },
    actions: (state) => (done(state) ? [] : MOVES),
    step(state, action) {
      if (done(state) || !MOVES.includes(action)) {
        const legal = done(state) ? "none, as the episode is over" : MOVES.join(", ");
        throw new RangeError(
          `games.sokoban.step: action ${JSON.stringify(action)} is illegal in this state; expected one of: ${legal}. Take an action from actions(state).`,
        );
      }
      const next = move(state, action);
      const gained = boxesOnTargets(next) - boxesOnTargets(state);
      let reward = STEP;
      if (gained > 0) reward += BOX_ON_TARGET;
      if (gained < 0) reward += BOX_OFF_TARGET;
      if (isSolved(next)) reward += FINISHED;
      return { state: next, reward, done: done(next) };
    },
    done,
    success: isSolved,
    observe: observeSokoban,
    write: (action) => action,
    read: (text, state) => (done(state) ? null : readDirection(text)),
  };
}
