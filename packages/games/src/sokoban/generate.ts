import type { Random } from "@vlm/types";
import { type Direction, opposite } from "../direction.js";
import { MOVES, offsetsOf } from "./moves.js";
import { pushDistances } from "./push-distances.js";
import { randomRoom } from "./room.js";
import { FLOOR, type SokobanState, TARGET } from "./state.js";
import { walksFrom, walkTo } from "./walks.js";

/** A level, and moves that solve it: seldom the fewest. */
export interface GeneratedLevel {
  readonly state: SokobanState;
  readonly solution: readonly Direction[];
}

interface Candidate extends GeneratedLevel {
  /** At least so many pushes solve it. */
  readonly pushes: number;
}

/** Rooms that gave a level, of which the farthest from solved is taken. */
const ROOMS = 12;
/** Rooms to try before giving up; later ones have fewer walls. */
const TRIES = 100;
/** Share of inner cells that the first room makes walls. */
const WALLS = 0.35;
/** Pulls of one try, for each box. */
const PULLS = 30;

/**
 * A random level with no box on a target, played backwards from its end: boxes are pulled off their targets, so that the
 * same way back solves it, within `longest` moves. Null when no try gave one.
 */
export function generateLevel(
  { rows, columns, boxes, longest }: { rows: number; columns: number; boxes: number; longest: number },
  random: Random,
): GeneratedLevel | null {
  let best: Candidate | null = null;
  for (let attempt = 0, found = 0; attempt < TRIES && found < ROOMS; attempt++) {
    const cells = randomRoom(rows, columns, WALLS * (1 - attempt / TRIES), random);
    const floor = shuffledFloor(cells, random);
    if (floor.length <= 2 * boxes) continue;
    const targets = floor.slice(0, boxes);
    for (const cell of targets) cells[cell] = TARGET;
    const standing = cells.map((code) => (code === TARGET ? 1 : 0));
    const end: SokobanState = { rows, columns, cells, boxes: standing, player: floor[boxes]!, steps: 0 };
    const candidate = pullApart(end, longest, random);
    if (candidate === null) continue;
    found++;
    if (candidate.pushes > (best?.pushes ?? 0)) best = candidate;
  }
  return best === null ? null : walkAway(best, longest, random);
}

/** The level with the player somewhere within reach, not always beside the box to push first. */
function walkAway({ state, solution }: GeneratedLevel, longest: number, random: Random): GeneratedLevel {
  const steps = walksFrom(state, state.player);
  const within = [...steps.keys()].filter((cell) => steps[cell]! >= 0 && steps[cell]! + solution.length <= longest);
  const player = within[Math.floor(random() * within.length)]!;
  return {
    state: { ...state, player },
    solution: [...walkTo(player, steps, state.columns).reverse().map(opposite), ...solution],
  };
}

function shuffledFloor(cells: Uint8Array, random: Random): number[] {
  const floor: number[] = [];
  for (let cell = 0; cell < cells.length; cell++) if (cells[cell] === FLOOR) floor.push(cell);
  for (let left = floor.length - 1; left > 0; left--) {
    const at = Math.floor(random() * (left + 1));
    [floor[left], floor[at]] = [floor[at]!, floor[left]!];
  }
  return floor;
}

/** Pulls boxes at random, first those on targets; of the states met with every box off the targets, the one that takes most pushes at least. */
function pullApart(end: SokobanState, longest: number, random: Random): Candidate | null {
  const { columns } = end;
  const distances = pushDistances(end);
  const boxes = end.boxes.slice();
  let player = end.player;
  /** Moves of the player, first to last; the solution takes them back. */
  const taken: Direction[] = [];
  let best: { state: SokobanState; moves: number; pushes: number } | null = null;
  const count = boxes.reduce((sum, box) => sum + box, 0);
  for (let pull = 0; pull < PULLS * count; pull++) {
    const steps = walksFrom({ ...end, boxes }, player);
    const pulls = possiblePulls({ ...end, boxes }, steps);
    const onTargets = pulls.filter(({ box }) => distances[box] === 0);
    const from = onTargets.length > 0 ? onTargets : pulls;
    const chosen = from[Math.floor(random() * from.length)];
    if (chosen === undefined) break;
    const { box, move } = chosen;
    const offset = offsetsOf(columns)[move]!;
    const behind = box + offset;
    if (taken.length + steps[behind]! + 1 > longest) break;
    taken.push(...walkTo(behind, steps, columns), MOVES[move]!);
    player = behind + offset;
    boxes[box] = 0;
    boxes[behind] = 1;
    const pushes = pushesAtLeast(boxes, distances);
    if (pushes > (best?.pushes ?? 0))
      best = { state: { ...end, boxes: boxes.slice(), player }, moves: taken.length, pushes };
  }
  if (best === null) return null;
  const { state, moves, pushes } = best;
  return { state, solution: taken.slice(0, moves).reverse().map(opposite), pushes };
}

/** 0 where a box is on a target. */
function pushesAtLeast(boxes: Uint8Array, distances: Uint16Array): number {
  let pushes = 0;
  for (let cell = 0; cell < boxes.length; cell++) {
    if (boxes[cell] === 0) continue;
    if (distances[cell] === 0) return 0;
    pushes += distances[cell]!;
  }
  return pushes;
}

/** Pulls within the player's reach: who stands at the box and makes the move, by its place in `MOVES`, takes it along. */
function possiblePulls({ columns, boxes }: SokobanState, steps: Int16Array): { box: number; move: number }[] {
  const offsets = offsetsOf(columns);
  const pulls: { box: number; move: number }[] = [];
  for (let box = 0; box < boxes.length; box++) {
    if (boxes[box] === 0) continue;
    for (let move = 0; move < 4; move++) {
      const offset = offsets[move]!;
      // A free cell next to one in reach is in reach itself.
      if (steps[box + offset]! >= 0 && steps[box + 2 * offset]! >= 0) pulls.push({ box, move });
    }
  }
  return pulls;
}
