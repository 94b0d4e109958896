/** How much of each pixel of a square a mark covers. */
export interface Sprite {
  /** Side in pixels. */
  readonly size: number;
  /** [size, size], 0 to 255. */
  readonly coverage: Uint8Array;
}

export type Mark = "cross" | "ring";

const cache = new Map<string, Sprite>();

/**
 * A mark drawn once for a size and kept. Both marks look the same in all eight symmetries of the square, so that a
 * turned board and a turned picture are the same pixels.
 *
 * @param size side of the square in pixels
 * @param scale width of the mark as a share of the square, 0 to 1
 * @param stroke width of the pen as a share of the square
 */
export function sprite(mark: Mark, size: number, scale: number, stroke: number): Sprite {
  const key = `${mark} ${size} ${scale} ${stroke}`;
  let found = cache.get(key);
  if (!found) {
    found = rasterize(mark, size, scale, stroke);
    cache.set(key, found);
  }
  return found;
}

function rasterize(mark: Mark, size: number, scale: number, stroke: number): Sprite {
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
  return { size, coverage };
}

/** From (x, y) with x, y ≥ 0 to the diagonal from the centre to (reach, reach). */
function distanceToCross(x: number, y: number, reach: number): number {
  const along = Math.min((x + y) / 2, reach);
  return Math.sqrt((x - along) * (x - along) + (y - along) * (y - along));
}

function distanceToRing(x: number, y: number, reach: number): number {
  return Math.abs(Math.sqrt(x * x + y * y) - reach);
}
