import { LARGEST_LEVEL, readSokoban } from "./level.js";
import { isSolved } from "./rules.js";
import { solveSokoban } from "./solve.js";
import type { SokobanState } from "./state.js";

export interface SokobanOptions {
  /** Rows and columns of random levels, walls included, 5 to 100. Default: 7, as gym-sokoban's small levels. */
  readonly rows?: number;
  readonly columns?: number;
  /** Boxes of random levels, at most one for each eight cells within the walls. Default: 2. */
  readonly boxes?: number;
  /** The level of every episode, in the symbols of `readSokoban`, instead of random ones. */
  readonly level?: string;
  /** Steps after which an episode ends. Default: 120, as in gym-sokoban. */
  readonly maxSteps?: number;
}

interface Settings {
  /** The one level of all seeds; null: a random one for each. */
  readonly level: SokobanState | null;
  readonly rows: number;
  readonly columns: number;
  readonly boxes: number;
  readonly maxSteps: number;
}

export function readOptions({ rows, columns, boxes, level, maxSteps = 120 }: SokobanOptions): Settings {
  if (!(Number.isInteger(maxSteps) && maxSteps > 0)) {
    refuse(`maxSteps is ${maxSteps}; expected a whole number above 0`);
  }
  if (level === undefined) return { level: null, ...randomSettings(rows ?? 7, columns ?? 7, boxes ?? 2), maxSteps };
  if (rows !== undefined || columns !== undefined || boxes !== undefined) {
    refuse("a level and the rows, columns or boxes of random levels; expected one or the other");
  }
  const state = readGiven(level, maxSteps);
  return { level: state, rows: state.rows, columns: state.columns, boxes: 0, maxSteps };
}

function refuse(problem: string): never {
  throw new RangeError(`games.sokoban: ${problem}. Mend the options.`);
}

function randomSettings(
  rows: number,
  columns: number,
  boxes: number,
): { rows: number; columns: number; boxes: number } {
  for (const [name, size] of Object.entries({ rows, columns })) {
    if (!(Number.isInteger(size) && size >= 5 && size <= LARGEST_LEVEL)) {
      refuse(`${name} is ${size}; expected a whole number from 5 to ${LARGEST_LEVEL}`);
    }
  }
  const most = Math.floor(((rows - 2) * (columns - 2)) / 8);
  if (!(Number.isInteger(boxes) && boxes >= 1 && boxes <= most)) {
    refuse(`boxes is ${boxes}; expected a whole number from 1 to ${most} in ${rows} rows and ${columns} columns`);
  }
  return { rows, columns, boxes };
}

function readGiven(level: string, maxSteps: number): SokobanState {
  const { state, problem } = readSokoban(level);
  if (state === null) return refuse(`the level has ${problem}`);
  if (isSolved(state)) refuse("the level is solved already; expected a box off its target");
  const { outcome, moves } = solveSokoban(state);
  if (outcome === "unsolvable") refuse("the level cannot be solved; expected one that can");
  if (moves !== null && moves.length > maxSteps) {
    refuse(`the level takes ${moves.length} moves; expected at most maxSteps, ${maxSteps}`);
  }
  return state;
}
