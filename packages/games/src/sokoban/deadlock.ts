import { pushDistances, UNREACHABLE } from "./push-distances.js";
import { type SokobanState, TARGET, WALL } from "./state.js";

/**
 * Whether the level can no longer be solved because of a box on a cell from which no target can be reached, or of boxes that
 * hold each other fast off their targets. True is proof; false is not: for that, `solveSokoban`.
 */
export function isDeadlocked(state: SokobanState): boolean {
  const distances = pushDistances(state);
  for (let cell = 0; cell < state.boxes.length; cell++) {
    if (state.boxes[cell] === 1 && distances[cell] === UNREACHABLE) return true;
  }
  return isFrozen(state, distances);
}

/**
 * Whether boxes hold each other fast and one of them is off its target. Takes all boxes for stuck, and frees those that can be
 * pushed along a row or a column between cells free of walls and stuck boxes, until no more come free.
 */
export function isFrozen({ columns, cells, boxes }: SokobanState, distances: Uint16Array): boolean {
  const stuck = boxes.slice();
  const blocks = (cell: number): boolean => (cells[cell] ?? WALL) === WALL || stuck[cell] === 1;
  const dead = (cell: number): boolean => distances[cell] === UNREACHABLE;
  const movesAlong = (cell: number, offset: number): boolean =>
    !blocks(cell - offset) && !blocks(cell + offset) && !(dead(cell - offset) && dead(cell + offset));
  for (let freed = true; freed; ) {
    freed = false;
    for (let cell = 0; cell < stuck.length; cell++) {
      if (stuck[cell] === 0 || !(movesAlong(cell, 1) || movesAlong(cell, columns))) continue;
      stuck[cell] = 0;
      freed = true;
    }
  }
  return stuck.some((held, cell) => held === 1 && cells[cell] !== TARGET);
}
