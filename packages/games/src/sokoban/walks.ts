import type { Direction } from "../direction.js";
import { MOVES, offsetsOf } from "./moves.js";
import { type SokobanState, WALL } from "./state.js";

/** The part of a state that a walk depends on. */
export type Floor = Pick<SokobanState, "columns" | "cells" | "boxes">;

/** [rows × columns] steps from a cell to each that can be reached without pushing, −1 for the others. */
export function walksFrom({ columns, cells, boxes }: Floor, from: number): Int16Array {
  const wall = WALL;
  const offsets = offsetsOf(columns);
  const steps = new Int16Array(cells.length).fill(-1);
  const queue = new Uint16Array(cells.length);
  let length = 1;
  queue[0] = from;
  steps[from] = 0;
  for (let head = 0; head < length; head++) {
    const cell = queue[head]!;
    for (let move = 0; move < 4; move++) {
      const next = cell + offsets[move]!;
      if (steps[next] !== -1 || cells[next] === wall || boxes[next] === 1) continue;
      steps[next] = steps[cell]! + 1;
      queue[length++] = next;
    }
  }
  return steps;
}

/** A shortest walk to a cell within reach, by the steps from where it starts. */
export function walkTo(to: number, steps: Int16Array, columns: number): Direction[] {
  const offsets = offsetsOf(columns);
  const moves: Direction[] = [];
  for (let cell = to; steps[cell]! > 0; ) {
    const move = offsets.findIndex((offset) => steps[cell - offset] === steps[cell]! - 1);
    moves.push(MOVES[move]!);
    cell -= offsets[move]!;
  }
  return moves.reverse();
}
