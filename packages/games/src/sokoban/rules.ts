import { type Direction, offsetOf } from "../direction.js";
import { MOVES } from "./moves.js";
import { type SokobanState, TARGET, WALL } from "./state.js";

/** Boxes that stand on targets. */
export function boxesOnTargets({ cells, boxes }: SokobanState): number {
  let count = 0;
  for (let cell = 0; cell < cells.length; cell++) if (boxes[cell] === 1 && cells[cell] === TARGET) count++;
  return count;
}

/** Whether every box stands on a target. */
export function isSolved({ cells, boxes }: SokobanState): boolean {
  for (let cell = 0; cell < cells.length; cell++) if (boxes[cell] === 1 && cells[cell] !== TARGET) return false;
  return true;
}

/** The directions in which the player walks or pushes; the others are blocked and change nothing but the steps. */
export function sokobanMoves(state: SokobanState): readonly Direction[] {
  return MOVES.filter((move) => !isBlocked(state, move));
}

function isBlocked({ columns, cells, boxes, player }: SokobanState, move: Direction): boolean {
  const offset = offsetOf(move, columns);
  const next = player + offset;
  if (cells[next] === WALL) return true;
  return boxes[next] === 1 && (cells[next + offset] === WALL || boxes[next + offset] === 1);
}

/** The state one step on: a walk, a push of one box, or nothing where a wall or a second box is in the way. */
export function move(state: SokobanState, direction: Direction): SokobanState {
  const steps = state.steps + 1;
  if (isBlocked(state, direction)) return { ...state, steps };
  const offset = offsetOf(direction, state.columns);
  const player = state.player + offset;
  if (state.boxes[player] === 0) return { ...state, player, steps };
  const boxes = state.boxes.slice();
  boxes[player] = 0;
  boxes[player + offset] = 1;
  return { ...state, boxes, player, steps };
}
