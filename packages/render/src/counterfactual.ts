import type { Image } from "@vlm/types";
import type { Box, Picture, Place } from "./picture.js";
import { words } from "./pixel.js";

/** Two pictures of the same board that differ in what stands on some squares. */
export interface Counterfactual {
  readonly before: Picture;
  readonly after: Picture;
  /** The squares on which something else stands, as they lie in both pictures. */
  readonly squares: readonly Place[];
  /** The smallest box around the pixels that differ; null where none does. */
  readonly box: Box | null;
}

/**
 * Pairs two pictures and proves that they differ nowhere but within the squares whose pieces differ, so that an answer that
 * changes between them can only come from there.
 *
 * @returns null when pixels differ elsewhere, as where a highlight or the last move is another
 * @throws when the pictures do not show the same board in the same place
 */
export function counterfactual(before: Picture, after: Picture): Counterfactual | null {
  checkAlike(before, after);
  const squares = before.truth.squares.filter(({ square }) => standingOn(before, square) !== standingOn(after, square));
  const changed = differing(before, after);
  if (changed.some(([x, y]) => !squares.some((place) => touches(place, x, y)))) return null;
  return { before, after, squares, box: boxOf(changed) };
}

function checkAlike(before: Picture, after: Picture): void {
  const shape = ({ width, height, truth }: Picture): string =>
    `${width} × ${height} px, ${truth.squares.length} squares, board at ${JSON.stringify(truth.board)}`;
  const [one, other] = [shape(before), shape(after)];
  if (one === other) return;
  throw new Error(
    `render.counterfactual: the pictures differ in more than their pieces: ${one}; ${other}; expected the same board in the same place. Draw both with the same options.`,
  );
}

function standingOn({ truth }: Picture, on: number): string {
  return truth.pieces
    .filter(({ square }) => square === on)
    .map(({ name }) => name)
    .join(", ");
}

function differing(one: Image, other: Image): (readonly [x: number, y: number])[] {
  const [a, b] = [words(one), words(other)];
  const found: (readonly [number, number])[] = [];
  for (let at = 0; at < a.length; at++) {
    if (a[at] !== b[at]) found.push([at % one.width, Math.floor(at / one.width)]);
  }
  return found;
}

/** Whether a pixel lies at least partly in the square: where pixels were mixed, by as much as one pixel beyond its edge. */
function touches({ quad, box }: Place, x: number, y: number): boolean {
  const [left, top, right, bottom] = box;
  if (x + 1 <= left || y + 1 <= top || x >= right || y >= bottom) return false;
  const upright = quad.every(([cx, cy]) => (cx === left || cx === right) && (cy === top || cy === bottom));
  if (upright) return true;
  return quad.every(([x0, y0], index) => {
    const [x1, y1] = quad[(index + 1) % 4]!;
    const length = Math.sqrt((x1 - x0) * (x1 - x0) + (y1 - y0) * (y1 - y0));
    const inside = ((x1 - x0) * (y + 0.5 - y0) - (y1 - y0) * (x + 0.5 - x0)) / length;
    return inside > -2;
  });
}

function boxOf(pixels: readonly (readonly [x: number, y: number])[]): Box | null {
  if (pixels.length === 0) return null;
  let [left, top, right, bottom] = [Infinity, Infinity, 0, 0];
  for (const [x, y] of pixels) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + 1);
    bottom = Math.max(bottom, y + 1);
  }
  return [left, top, right, bottom];
}
