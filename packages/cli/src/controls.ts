import type { Image } from "@vlm/types";
import type { Positions } from "./positions.js";

/** A picture of the same size with nothing on it. */
export function blank({ width, height }: Image): Image {
  return { width, height, data: new Uint8ClampedArray(4 * width * height).fill(255) };
}

/**
 * For each row with a picture another one, of another game where there are two: half way round the list ordered by game, or
 * the next after it that shows another position.
 */
export function otherRows({ rows, picture, entry }: Positions): ReadonlyMap<string, string> {
  const shown = rows.filter(({ id }) => picture(id) !== null);
  const ordered = shown
    .toSorted((a, b) => a.game - b.game || a.ply - b.ply)
    .map((row) => ({ id: row.id, key: entry.key(row) }));
  const half = Math.max(1, ordered.length >> 1);
  return new Map(
    ordered.map(({ id, key }, index) => {
      const at = (step: number) => ordered[(index + half + step) % ordered.length]!;
      let step = 0;
      while (step < ordered.length && at(step).key === key) step++;
      return [id, at(step).id];
    }),
  );
}
