import type { Random } from "@vlm/types";
import { isSolvable, type Lake } from "./map.js";
import { FROZEN, GOAL, HOLE, START } from "./state.js";

/**
 * A square lake from the top left to the bottom right. Each cell is a hole with probability `holes`, unless it would close
 * the last way to the goal; gymnasium draws the whole lake again instead, which for many holes has no end.
 */
export function randomLake(size: number, holes: number, random: Random): Lake {
  const cells = new Uint8Array(size * size);
  const goal = cells.length - 1;
  cells[0] = START;
  cells[goal] = GOAL;
  const lake = { rows: size, columns: size, cells };
  const order = Array.from({ length: goal - 1 }, (_, index) => index + 1);
  for (let left = order.length; left > 0; left--) {
    const at = Math.floor(random() * left);
    const cell = order[at]!;
    order[at] = order[left - 1]!;
    if (random() >= holes) continue;
    cells[cell] = HOLE;
    if (!isSolvable(lake)) cells[cell] = FROZEN;
  }
  return lake;
}
