/** `"(1, 2)"`: row and column, of a block in the picture or of a cell in its block. */
export function at(row: number, column: number): string {
  return `(${row}, ${column})`;
}

/** As `at`, of the place with this number when nine places count row by row. */
export function ninth(index: number): string {
  return at(Math.floor(index / 3), index % 3);
}
