import { type Direction, offsetOf } from "../direction.js";
import { MOVES } from "./moves.js";
import { type SokobanState, WALL } from "./state.js";

/** The part of a state that a walk depends on. */
export type Floor = Pick<SokobanState, "columns" | "cells" | "boxes">;

/** [rows × columns] steps from a cell to each that can be reached without pushing, −1 for the others. */
export function walksFrom({ columns, cells, boxes }: Floor, from: number): Int16Array {
  const steps = new Int16Array(cells.length).fill(-1);
  const queue = new Uint16Array(cells.length);
  let length = 1;
  queue[0] = from;
  steps[from] = 0;
  for (let head = 0; head < length; head++) {
    const cell = queue[head]!;
    for (const move of MOVES) {
      const next = cell + offsetOf(move, columns);
      if (steps[next] !== -1 || cells[next] === WALL || boxes[next] === 1) continue;
      steps[next] = steps[cell]! + 1;
      queue[length++] = next;
    }
  }
  return steps;
}

/** A shortest walk between two cells, the second within reach of the first. */
export function walk(floor: Floor, from: number, to: number): Direction[] {
  // Measured from the end, so that the way can be followed down from the start.
  const steps = walksFrom(floor, to);
  const moves: Direction[] = [];
  for (let cell = from; cell !== to; ) {
    const move = MOVES.find((one) => steps[cell + offsetOf(one, floor.columns)] === steps[cell]! - 1)!;
    moves.push(move);
    cell += offsetOf(move, floor.columns);
  }
  return moves;
}
