import type { UltimateRow } from "@vlm/tasks";
import type { Image } from "@vlm/types";

/** A picture of the same size with nothing on it. */
export function blank({ width, height }: Image): Image {
  return { width, height, data: new Uint8ClampedArray(4 * width * height).fill(255) };
}

/** For each row another one, of another game where there are two: half way round the list ordered by game. */
export function otherRows(rows: readonly UltimateRow[]): ReadonlyMap<string, string> {
  const ordered = rows.toSorted((a, b) => a.game - b.game || a.ply - b.ply);
  const half = Math.max(1, ordered.length >> 1);
  return new Map(ordered.map((row, index) => [row.id, ordered[(index + half) % ordered.length]!.id]));
}
