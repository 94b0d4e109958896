const ACTION = /^\s*\(\s*([0-2])\s*,\s*([0-2])\s*\)\s*\/\s*\(\s*([0-2])\s*,\s*([0-2])\s*\)\s*$/;

/** `"(1,1)/(0,2)"`: row and column of the board, then of the cell in it. */
export function write(action: number): string {
  const board = Math.floor(action / 9);
  const cell = action % 9;
  return `(${Math.floor(board / 3)},${board % 3})/(${Math.floor(cell / 3)},${cell % 3})`;
}

/** The action that the text names, legal or not; null when it names none. Spaces do not matter. */
export function parse(text: string): number | null {
  const match = ACTION.exec(text);
  if (match === null) return null;
  const [boardRow, boardColumn, row, column] = match.slice(1).map(Number) as [number, number, number, number];
  return 9 * (3 * boardRow + boardColumn) + 3 * row + column;
}
