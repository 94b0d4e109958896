import { keeping } from "./cache.js";
import type { Coverage } from "./coverage.js";

export type Mark = "cross" | "ring";

const marks = {};
const keep = keeping<Coverage>(256);

/**
 * A mark drawn once for a size and kept. Both marks look the same in all eight symmetries of the square, so that a
 * turned board and a turned picture are the same pixels.
 *
 * @param size side of the square in pixels
 * @param scale width of the mark as a share of the square, 0 to 1
 * @param stroke width of the pen as a share of the square
 */
export function markCoverage(mark: Mark, size: number, scale: number, stroke: number): Coverage {
  return keep(marks, `${mark} ${size} ${scale} ${stroke}`, () => rasterize(mark, size, scale, stroke));
}

function rasterize(mark: Mark, size: number, scale: number, stroke: number): Coverage {
  const coverage = new Uint8Array(size * size);
  const pen = (stroke * size) / 2;
  const reach = (scale * size) / 2 - pen;
  const distance = mark === "cross" ? distanceToCross : distanceToRing;
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      // Distances from the centre, folded into one quarter: symmetric to the last bit.
      const away = distance(Math.abs(x + 0.5 - size / 2), Math.abs(y + 0.5 - size / 2), reach) - pen;
      coverage[y * size + x] = Math.round(255 * Math.min(1, Math.max(0, 0.5 - away)));
    }
  }
  return { width: size, height: size, data: coverage };
}

/** From (x, y) with x, y ≥ 0 to the diagonal from the centre to (reach, reach). */
function distanceToCross(x: number, y: number, reach: number): number {
  const along = Math.min((x + y) / 2, reach);
  return Math.sqrt((x - along) * (x - along) + (y - along) * (y - along));
}

function distanceToRing(x: number, y: number, reach: number): number {
  return Math.abs(Math.sqrt(x * x + y * y) - reach);
}
