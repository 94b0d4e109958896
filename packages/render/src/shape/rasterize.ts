import type { Coverage } from "../coverage.js";
import type { Polyline } from "./path.js";

/** Lines a pixel on which coverage is measured; along each it is exact. */
const LINES = 16;

/**
 * Fills polygons, one color for all: what any of them covers is covered.
 *
 * Only +, −, ×, ÷ and comparisons of 64-bit numbers, which give the same bits on every machine.
 *
 * @param scale pixels for one unit of the polygons
 */
export function rasterize(polygons: readonly Polyline[], width: number, height: number, scale: number): Coverage {
  const crossings = findCrossings(polygons, height, scale);
  const data = new Uint8Array(width * height);
  const covered = new Float64Array(width);
  for (let y = 0; y < height; y++) {
    covered.fill(0);
    for (let line = 0; line < LINES; line++) {
      const row = crossings[y * LINES + line];
      if (!row) continue;
      row.sort((a, b) => a.x - b.x);
      let winding = 0;
      let start = 0;
      for (const { x, way } of row) {
        if (winding === 0) start = x;
        winding += way;
        if (winding === 0) cover(covered, start, x);
      }
    }
    for (let x = 0; x < width; x++) {
      data[y * width + x] = Math.min(255, Math.floor((covered[x]! * 255) / LINES + 0.5));
    }
  }
  return { width, height, data };
}

interface Crossing {
  readonly x: number;
  readonly way: 1 | -1;
}

/** Where the edges cross each line, every polygon walked clockwise so that overlaps add up. */
function findCrossings(polygons: readonly Polyline[], height: number, scale: number): Crossing[][] {
  const lines: Crossing[][] = [];
  for (const { points } of polygons) {
    const clockwise = area(points) > 0;
    for (let index = 0; index < points.length; index += 2) {
      const next = (index + 2) % points.length;
      const [x0, y0] = [points[index]! * scale, points[index + 1]! * scale * LINES];
      const [x1, y1] = [points[next]! * scale, points[next + 1]! * scale * LINES];
      const down = y1 > y0;
      const [top, bottom] = down ? [y0, y1] : [y1, y0];
      const slope = (x1 - x0) / (y1 - y0);
      // A line runs through the middle of its height.
      for (let line = Math.max(0, Math.ceil(top - 0.5)); line + 0.5 < bottom && line < height * LINES; line++) {
        lines[line] ??= [];
        lines[line]!.push({ x: x0 + (line + 0.5 - y0) * slope, way: down === clockwise ? 1 : -1 });
      }
    }
  }
  return lines;
}

function area(points: readonly number[]): number {
  let twice = 0;
  for (let index = 0; index < points.length; index += 2) {
    const next = (index + 2) % points.length;
    twice += points[index]! * points[next + 1]! - points[next]! * points[index + 1]!;
  }
  return twice;
}

/** Adds the part of each pixel that lies between start and end. */
function cover(covered: Float64Array, start: number, end: number): void {
  const left = Math.max(0, start);
  const right = Math.min(covered.length, end);
  for (let x = Math.floor(left); x < right; x++) covered[x]! += Math.min(right, x + 1) - Math.max(left, x);
}
