import type { Random } from "@vlm/types";
import { offsetsOf } from "./moves.js";
import { FLOOR, WALL } from "./state.js";

/** A room in one piece, [rows × columns] 0 floor, 1 wall: walls all around, and within for about the given share of cells. */
export function randomRoom(rows: number, columns: number, walls: number, random: Random): Uint8Array {
  const cells = new Uint8Array(rows * columns).fill(WALL);
  const inner: number[] = [];
  for (let row = 1; row < rows - 1; row++) {
    for (let column = 1; column < columns - 1; column++) inner.push(columns * row + column);
  }
  for (const cell of inner) cells[cell] = FLOOR;
  for (const cell of inner) {
    if (random() >= walls) continue;
    cells[cell] = WALL;
    if (!isConnected(cells, columns)) cells[cell] = FLOOR;
  }
  return cells;
}

function isConnected(cells: Uint8Array, columns: number): boolean {
  const unseen = cells.map((code) => (code === FLOOR ? 1 : 0));
  const offsets = offsetsOf(columns);
  const first = unseen.indexOf(1);
  if (first < 0) return false;
  const open = [first];
  unseen[first] = 0;
  for (let cell = open.pop(); cell !== undefined; cell = open.pop()) {
    for (const offset of offsets) {
      const next = cell + offset;
      if (unseen[next] !== 1) continue;
      unseen[next] = 0;
      open.push(next);
    }
  }
  return !unseen.includes(1);
}
