/** What every picture of a board can be asked for. Squares are indices in the game's own numbering. */
export interface PictureOptions {
  /** Side of the picture in pixels. */
  readonly size?: number | undefined;
  /** Degrees clockwise, as seen; quarter turns are exact, other angles shrink the picture to fit. */
  readonly rotation?: number | undefined;
  /** Writes the names of rows and columns in a margin of half a square. */
  readonly coordinates?: boolean | undefined;
  /** Squares that the last move touched. */
  readonly lastMove?: readonly number[] | undefined;
  /** Squares painted green. */
  readonly highlight?: readonly number[] | undefined;
  /** Squares marked as open to the next move: with a dot, or a ring where something stands. */
  readonly legal?: readonly number[] | undefined;
}
