import { type Segment, segmentsOf } from "@vlm/ops";

/** Height and width of an image in patches, and its frames. */
export interface PatchGrid {
  readonly frames: number;
  readonly height: number;
  readonly width: number;
}

/** Row and column of every patch of a frame in the order of pixel values: merge blocks, then patches within a block. */
export function patchPlaces(grid: PatchGrid, mergeSize: number): { rows: Int32Array; columns: Int32Array } {
  const count = grid.height * grid.width;
  const [rows, columns] = [new Int32Array(count), new Int32Array(count)];
  let at = 0;
  for (let blockRow = 0; blockRow < grid.height; blockRow += mergeSize) {
    for (let blockColumn = 0; blockColumn < grid.width; blockColumn += mergeSize) {
      for (let row = 0; row < mergeSize; row++) {
        for (let column = 0; column < mergeSize; column++) {
          rows[at] = blockRow + row;
          columns[at++] = blockColumn + column;
        }
      }
    }
  }
  return { rows, columns };
}

export function patchCount({ frames, height, width }: PatchGrid): number {
  return frames * height * width;
}

/** Patches of every frame of all images, in order: those that see each other where nothing narrower is said. */
export function frameSegments(grids: readonly PatchGrid[]): Segment[] {
  return segmentsOf(grids.flatMap(({ frames, height, width }) => Array<number>(frames).fill(height * width)));
}
