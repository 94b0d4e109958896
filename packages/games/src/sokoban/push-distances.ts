import { offsetsOf } from "./moves.js";
import { type SokobanState, TARGET, WALL } from "./state.js";

/** No target can be reached from here. */
export const UNREACHABLE: number = 0xffff;

/**
 * [rows × columns] the fewest pushes that bring a lone box from each cell to some target, `UNREACHABLE` where none do. Found
 * by pulling boxes away from the targets.
 */
export function pushDistances({ columns, cells }: SokobanState): Uint16Array {
  const distances = new Uint16Array(cells.length).fill(UNREACHABLE);
  const queue: number[] = [];
  const offsets = offsetsOf(columns);
  for (let cell = 0; cell < cells.length; cell++) {
    if (cells[cell] !== TARGET) continue;
    distances[cell] = 0;
    queue.push(cell);
  }
  const isOpen = (cell: number): boolean => (cells[cell] ?? WALL) !== WALL;
  for (let head = 0; head < queue.length; head++) {
    const cell = queue[head]!;
    for (const offset of offsets) {
      const before = cell - offset;
      // The player stood behind the box when it was there.
      if (!isOpen(before) || !isOpen(before - offset) || distances[before] !== UNREACHABLE) continue;
      distances[before] = distances[cell]! + 1;
      queue.push(before);
    }
  }
  return distances;
}
