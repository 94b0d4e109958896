import type { Coverage } from "../coverage.js";
import type { Polyline } from "./path.js";

/** Lines a pixel on which coverage is measured. */
const LINES = 16;
/** Steps a pixel along a line. */
const STEPS = 256;

/**
 * Fills polygons, one color for all: what any of them covers is covered.
 *
 * Where edges cross lines is computed with +, −, × and ÷ of 64-bit numbers, the rest in whole numbers: the same bits on
 * every machine.
 *
 * @param scale pixels for one unit of the polygons
 */
export function rasterize(polygons: readonly Polyline[], width: number, height: number, scale: number): Coverage {
  const crossings = findCrossings(polygons, height, scale);
  const data = new Uint8Array(width * height);
  const covered = new Int32Array(width);
  for (let y = 0; y < height; y++) {
    covered.fill(0);
    for (let line = y * LINES; line < (y + 1) * LINES; line++) {
      const row = crossings[line];
      if (!row) continue;
      sort(row);
      let winding = 0;
      let start = 0;
      for (let index = 0; index < row.length; index++) {
        const crossing = row[index]!;
        if (winding === 0) start = crossing >> 1;
        winding += crossing & 1 ? 1 : -1;
        if (winding === 0) cover(covered, start, crossing >> 1);
      }
    }
    for (let x = 0; x < width; x++) {
      data[y * width + x] = Math.floor((covered[x]! * 255) / (LINES * STEPS) + 0.5);
    }
  }
  return { width, height, data };
}

/**
 * Where the edges cross each line, every polygon walked clockwise so that overlaps add up: twice the place in steps, and 1
 * more where the inside begins.
 */
function findCrossings(polygons: readonly Polyline[], height: number, scale: number): number[][] {
  const lines: number[][] = [];
  for (const { points } of polygons) {
    const clockwise = area(points) > 0;
    for (let index = 0; index < points.length; index += 2) {
      const next = index + 2 < points.length ? index + 2 : 0;
      const x0 = points[index]! * scale;
      const y0 = points[index + 1]! * scale * LINES;
      const x1 = points[next]! * scale;
      const y1 = points[next + 1]! * scale * LINES;
      const down = y1 > y0;
      const bottom = Math.min(down ? y1 : y0, height * LINES);
      const slope = (x1 - x0) / (y1 - y0);
      const way = down === clockwise ? 1 : 0;
      // A line runs through the middle of its height.
      for (let line = Math.max(0, Math.ceil((down ? y0 : y1) - 0.5)); line + 0.5 < bottom; line++) {
        const crossing = 2 * Math.floor((x0 + (line + 0.5 - y0) * slope) * STEPS + 0.5) + way;
        const row = lines[line];
        if (row) row.push(crossing);
        else lines[line] = [crossing];
      }
    }
  }
  return lines;
}

function area(points: readonly number[]): number {
  let twice = 0;
  for (let index = 0; index < points.length; index += 2) {
    const next = index + 2 < points.length ? index + 2 : 0;
    twice += points[index]! * points[next + 1]! - points[next]! * points[index + 1]!;
  }
  return twice;
}

/** By insertion: rows are short, and edges come nearly in order. */
function sort(row: number[]): void {
  for (let index = 1; index < row.length; index++) {
    const value = row[index]!;
    let at = index;
    for (; at > 0 && row[at - 1]! > value; at--) row[at] = row[at - 1]!;
    row[at] = value;
  }
}

/** Adds the part of each pixel, in steps, that lies between start and end. */
function cover(covered: Int32Array, start: number, end: number): void {
  const left = Math.max(0, start);
  const right = Math.min(covered.length * STEPS, end);
  for (let x = Math.floor(left / STEPS); x * STEPS < right; x++) {
    covered[x]! += Math.min(right, (x + 1) * STEPS) - Math.max(left, x * STEPS);
  }
}
