/** A board of cells with marks, as a picture shows it; positions of any grid game are turned into one. */
export interface Board {
  readonly rows: number;
  readonly columns: number;
  /** Side in cells of a block with heavier borders; absent: the whole board is one block. */
  readonly block?: number;
  /** [rows × columns], row by row: 0 nothing, 1 a cross, 2 a ring. */
  readonly marks: ArrayLike<number>;
  /** Blocks, counted row by row, that may be played in. */
  readonly highlighted?: readonly number[];
  /** For each block: 0 open, 1 won by the crosses, 2 won by the rings, 3 drawn. */
  readonly closed?: ArrayLike<number>;
}
