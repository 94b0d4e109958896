import type { Direction } from "../direction.js";
import { makeBucketQueue } from "./bucket-queue.js";
import { isDeadlocked, isFrozen } from "./deadlock.js";
import { MOVES, offsetsOf } from "./moves.js";
import { makePositions, type Positions } from "./positions.js";
import { pushDistances, UNREACHABLE } from "./push-distances.js";
import { type SokobanState, WALL } from "./state.js";
import { walksFrom, walkTo } from "./walks.js";

/** How a level ends for one who plays it best. `"unknown"`: the limit came first. */
export type SokobanSolution =
  | { readonly outcome: "solved"; readonly moves: readonly Direction[]; readonly pushes: number }
  | { readonly outcome: "unsolvable" | "unknown"; readonly moves: null; readonly pushes: null };

const UNSOLVABLE: SokobanSolution = Object.freeze({ outcome: "unsolvable", moves: null, pushes: null });
const UNKNOWN: SokobanSolution = Object.freeze({ outcome: "unknown", moves: null, pushes: null });

/**
 * A solution with the fewest moves (walking and pushing both count), or proof that there is none.
 *
 * A* over the positions right after a push; the bound is the sum of each box's pushes to its nearest target. `limit`: positions
 * to keep at most, some 100 bytes each.
 */
export function solveSokoban(state: SokobanState, { limit = 200_000 }: { limit?: number } = {}): SokobanSolution {
  if (!Number.isInteger(limit) || limit < 1) {
    throw new RangeError(
      `games.solveSokoban: limit is ${limit}; expected a whole number above 0. Pass how many positions to keep.`,
    );
  }
  if (isDeadlocked(state)) return UNSOLVABLE;
  const { columns, cells } = state;
  const offsets = offsetsOf(columns);
  const distances = pushDistances(state);
  const first = Uint16Array.from(cellsWithBox(state.boxes));
  const count = first.length;
  const positions = makePositions(limit, count);
  const queue = makeBucketQueue();
  positions.moves[positions.find(state.player, first)] = 0;
  queue.add(bound(first, distances), 0);
  for (let at = queue.take(); at !== undefined; at = queue.take()) {
    if (positions.closed[at] === 1) continue;
    positions.closed[at] = 1;
    const cellsOfBoxes = positions.boxes.subarray(count * at, count * (at + 1));
    const toGo = bound(cellsOfBoxes, distances);
    if (toGo === 0) return solutionOf(state, positions, at, count);
    const boxes = boxesAt(cells.length, cellsOfBoxes);
    const steps = walksFrom({ columns, cells, boxes }, positions.player[at]!);
    for (const [index, box] of cellsOfBoxes.entries()) {
      for (const [push, offset] of offsets.entries()) {
        const to = box + offset;
        const walked = steps[box - offset] ?? -1;
        if (walked < 0 || cells[to] === WALL || boxes[to] === 1 || distances[to] === UNREACHABLE) continue;
        boxes[box] = 0;
        boxes[to] = 1;
        const frozen = isFrozen({ ...state, boxes }, distances);
        boxes[box] = 1;
        boxes[to] = 0;
        if (frozen) continue;
        const next = positions.find(box, withBoxMoved(cellsOfBoxes, index, to));
        if (next < 0) return UNKNOWN;
        const moves = positions.moves[at]! + walked + 1;
        if (positions.moves[next]! >= 0 && positions.moves[next]! <= moves) continue;
        positions.moves[next] = moves;
        positions.parent[next] = at;
        positions.push[next] = push;
        queue.add(moves + toGo - distances[box]! + distances[to]!, next);
      }
    }
  }
  return UNSOLVABLE;
}

function cellsWithBox(boxes: Uint8Array): number[] {
  const found: number[] = [];
  for (let cell = 0; cell < boxes.length; cell++) if (boxes[cell] === 1) found.push(cell);
  return found;
}

function boxesAt(cells: number, where: Uint16Array): Uint8Array {
  const boxes = new Uint8Array(cells);
  for (const cell of where) boxes[cell] = 1;
  return boxes;
}

function bound(boxes: Uint16Array, distances: Uint16Array): number {
  let pushes = 0;
  for (const cell of boxes) pushes += distances[cell]!;
  return pushes;
}

/** The cells with one of them changed, in ascending order again. */
function withBoxMoved(boxes: Uint16Array, index: number, to: number): Uint16Array {
  const moved = boxes.slice();
  moved[index] = to;
  return moved.sort();
}

function solutionOf(state: SokobanState, positions: Positions, last: number, count: number): SokobanSolution {
  const backwards: Direction[][] = [];
  for (let at = last; positions.parent[at]! >= 0; at = positions.parent[at]!) {
    const before = positions.parent[at]!;
    const push = positions.push[at]!;
    const boxes = boxesAt(state.cells.length, positions.boxes.subarray(count * before, count * (before + 1)));
    const steps = walksFrom({ ...state, boxes }, positions.player[before]!);
    // The player now stands where the box was.
    const behind = positions.player[at]! - offsetsOf(state.columns)[push]!;
    backwards.push([...walkTo(behind, steps, state.columns), MOVES[push]!]);
  }
  return { outcome: "solved", moves: backwards.reverse().flat(), pushes: backwards.length };
}
