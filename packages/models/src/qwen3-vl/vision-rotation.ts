import { frequencies, type Rotation, rotationOf } from "../layers/rotation.js";
import type { VisionConfig } from "./config.js";
import { type PatchGrid, patchCount, patchPlaces } from "./patch-grid.js";

/** Two-dimensional rotary angles: a quarter of each head turns with the patch's row, a quarter with its column, twice. */
export function visionRotation(config: VisionConfig, grids: readonly PatchGrid[]): Rotation {
  const size = config.hidden / config.heads;
  const inverse = frequencies(config.ropeTheta, size / 2);
  const total = grids.reduce((sum, grid) => sum + patchCount(grid), 0);
  const [rows, columns] = [new Int32Array(total), new Int32Array(total)];
  let at = 0;
  for (const grid of grids) {
    const places = patchPlaces(grid, config.mergeSize);
    for (let frame = 0; frame < grid.frames; frame++) {
      rows.set(places.rows, at);
      columns.set(places.columns, at);
      at += places.rows.length;
    }
  }
  return rotationOf(total, size, (token, j) =>
    j < inverse.length ? rows[token]! * inverse[j]! : columns[token]! * inverse[j - inverse.length]!,
  );
}
