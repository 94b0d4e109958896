import { frequencies, type Rotation, rotationOf } from "../layers/rotation.js";
import { type PatchGrid, patchCount, patchPlaces } from "./patch-grid.js";

export interface VisionRotationSizes {
  readonly headSize: number;
  readonly mergeSize: number;
  readonly ropeTheta: number;
}

/** Two-dimensional rotary angles: a quarter of each head turns with the patch's row, a quarter with its column, twice. */
export function visionRotation(
  { headSize, mergeSize, ropeTheta }: VisionRotationSizes,
  grids: readonly PatchGrid[],
): Rotation {
  const inverse = frequencies(ropeTheta, headSize / 2);
  const total = grids.reduce((sum, grid) => sum + patchCount(grid), 0);
  const [rows, columns] = [new Int32Array(total), new Int32Array(total)];
  let at = 0;
  for (const grid of grids) {
    const places = patchPlaces(grid, mergeSize);
    for (let frame = 0; frame < grid.frames; frame++) {
      rows.set(places.rows, at);
      columns.set(places.columns, at);
      at += places.rows.length;
    }
  }
  return rotationOf(total, headSize, (token, j) =>
    j < inverse.length ? rows[token]! * inverse[j]! : columns[token]! * inverse[j - inverse.length]!,
  );
}
