import * as tf from "@tensorflow/tfjs-core";
import { embedding } from "@vlm/ops";
import { type PatchGrid, patchCount, patchPlaces } from "../vision/patch-grid.js";

/**
 * The learned square of position embeddings, stretched over each image with bilinear interpolation whose corners meet
 * the image's corners.
 *
 * @param table [side², D]
 * @returns [P, D]
 */
export function positionEmbedding(table: tf.Tensor, grids: readonly PatchGrid[], mergeSize: number): tf.Tensor {
  const side = Math.sqrt(table.shape[0]!);
  const total = grids.reduce((sum, grid) => sum + patchCount(grid), 0);
  const [ids, weights] = [new Int32Array(4 * total), new Float32Array(4 * total)];
  let at = 0;
  for (const grid of grids) {
    const { rows, columns } = patchPlaces(grid, mergeSize);
    for (let frame = 0; frame < grid.frames; frame++) {
      for (let i = 0; i < rows.length; i++, at++) {
        const row = taps(rows[i]!, grid.height, side);
        const column = taps(columns[i]!, grid.width, side);
        for (let corner = 0; corner < 4; corner++) {
          const [r, c] = [row[corner >> 1]!, column[corner & 1]!];
          ids[corner * total + at] = r.index * side + c.index;
          weights[corner * total + at] = r.weight * c.weight;
        }
      }
    }
  }
  const corners = tf.reshape(embedding(ids, table), [4, total, table.shape[1]!]);
  return tf.sum(tf.mul(corners, tf.tensor3d(weights, [4, total, 1])), 0);
}

/** The two neighbours of a place on an axis, in float32 as the reference computes them. */
function taps(place: number, length: number, side: number): readonly { index: number; weight: number }[] {
  const source = Math.fround(Math.fround(place * (side - 1)) / Math.max(length - 1, 1));
  const floor = Math.floor(source);
  const fraction = Math.fround(source - floor);
  return [
    { index: floor, weight: Math.fround(1 - fraction) },
    { index: Math.min(floor + 1, side - 1), weight: fraction },
  ];
}
