import { offsetsOf } from "./moves.js";
import { type SokobanState, WALL } from "./state.js";

/**
 * The cells the player could walk on if there were no boxes, [rows × columns] 1 inside, and a cell at the border among them,
 * where the player would leave the level; −1 when there is none.
 */
export function enclose({ rows, columns, cells, player }: SokobanState): { inside: Uint8Array; gap: number } {
  const inside = new Uint8Array(cells.length);
  const open = [player];
  inside[player] = 1;
  for (let cell = open.pop(); cell !== undefined; cell = open.pop()) {
    const row = Math.floor(cell / columns);
    const column = cell % columns;
    if (row === 0 || row === rows - 1 || column === 0 || column === columns - 1) return { inside, gap: cell };
    for (const offset of offsetsOf(columns)) {
      const next = cell + offset;
      if (inside[next] === 1 || cells[next] === WALL) continue;
      inside[next] = 1;
      open.push(next);
    }
  }
  return { inside, gap: -1 };
}
