import { cosSin } from "../geometry/turn.js";
import type { Polyline } from "./path.js";

/** Corners of the polygon that stands for a pen of radius 1. */
const circle = Array.from({ length: 24 }, (_, corner) => cosSin(15 * corner));

/** Pieces of a curve meet at less than this angle's cosine: there two triangles do for a round joint. */
const SMOOTH = 0.9;

/** What a round pen of this width covers along the lines: polygons to be filled together. */
export function strokeLines(lines: readonly Polyline[], width: number): Polyline[] {
  const radius = width / 2;
  const outlines: Polyline[] = [];
  const add = (...points: number[]): void => void outlines.push({ points, closed: true });
  for (const { points, closed } of lines) {
    const corners = distinct(points, closed);
    const sides = corners.map(({ x, y }, index): Side | null => {
      const next = corners[index + 1] ?? (closed ? corners[0] : undefined);
      return next ? sideTo(x, y, next, radius) : null;
    });
    for (const [index, { x, y }] of corners.entries()) {
      const before = sides[index - 1] ?? (closed ? sides.at(-1)! : null);
      const side = sides[index];
      if (side)
        add(
          x + side.nx,
          y + side.ny,
          side.x + side.nx,
          side.y + side.ny,
          side.x - side.nx,
          side.y - side.ny,
          x - side.nx,
          y - side.ny,
        );
      if (before && side && before.nx * side.nx + before.ny * side.ny > SMOOTH * radius * radius) {
        add(x, y, x + before.nx, y + before.ny, x + side.nx, y + side.ny);
        add(x, y, x - before.nx, y - before.ny, x - side.nx, y - side.ny);
      } else {
        add(...circle.flatMap(([cos, sin]) => [x + radius * cos, y + radius * sin]));
      }
    }
  }
  return outlines;
}

/** A straight piece: where it ends, and across it, as long as the pen's radius. */
interface Side {
  readonly x: number;
  readonly y: number;
  readonly nx: number;
  readonly ny: number;
}

function sideTo(x: number, y: number, to: { readonly x: number; readonly y: number }, radius: number): Side {
  const [dx, dy] = [to.x - x, to.y - y];
  const length = Math.sqrt(dx * dx + dy * dy);
  return { x: to.x, y: to.y, nx: (-dy / length) * radius, ny: (dx / length) * radius };
}

/** The line's points without those that stand where the one before does. */
function distinct(points: readonly number[], closed: boolean): { readonly x: number; readonly y: number }[] {
  const kept: { readonly x: number; readonly y: number }[] = [];
  for (let index = 0; index < points.length; index += 2) {
    const [x, y] = [points[index]!, points[index + 1]!];
    const last = kept.at(-1);
    if (last?.x !== x || last.y !== y) kept.push({ x, y });
  }
  const [first, last] = [kept[0], kept.at(-1)];
  if (closed && kept.length > 1 && first!.x === last!.x && first!.y === last!.y) kept.pop();
  return kept;
}
