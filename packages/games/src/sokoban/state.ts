/** A moment of an episode of Sokoban. Cells count columns × row + column from the top left. */
export interface SokobanState {
  readonly rows: number;
  readonly columns: number;
  /** [rows × columns] 0 floor, 1 wall, 2 target. */
  readonly cells: Uint8Array;
  /** [rows × columns] 1 where a box stands. */
  readonly boxes: Uint8Array;
  /** The cell the player stands on. */
  readonly player: number;
  /** Steps taken so far. */
  readonly steps: number;
}

export const FLOOR = 0;
export const WALL = 1;
export const TARGET = 2;
