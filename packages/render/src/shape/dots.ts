import type { Color } from "../color.js";
import type { Drawing } from "./drawing.js";
import { bitmap } from "./outline.js";

/** A drawing from as many rows of letters as each has letters. A letter names a paint; what names none is clear. */
export function dots(rows: readonly string[], paints: Readonly<Record<string, Color>>): Drawing {
  const used = Object.entries(paints).filter(([letter]) => rows.some((row) => row.includes(letter)));
  const first = used[0];
  if (!first) return [];
  // All of it in one paint below, so that no ground shines through where two paints meet within a pixel.
  const below = { path: bitmap(rows, used.map(([letter]) => letter).join("")), color: first[1] };
  return [below, ...used.slice(1).map(([letter, color]) => ({ path: bitmap(rows, letter), color }))];
}
