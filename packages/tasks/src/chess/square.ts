/** The 64 squares, 8 × rank + file from a1. */
export const SQUARES: readonly number[] = Array.from({ length: 64 }, (_, square) => square);

/** `"e4"` for 28. */
export function squareName(square: number): string {
  return String.fromCharCode(97 + (square & 7), 49 + (square >> 3));
}

/** 28 for `"e4"`; null for what names no square. */
export function squareNamed(name: unknown): number | null {
  if (typeof name !== "string" || !/^[a-h][1-8]$/.test(name)) return null;
  return name.charCodeAt(0) - 97 + 8 * (name.charCodeAt(1) - 49);
}

/** Where a move begins and ends. */
export function fromOf(action: number): number {
  return action & 63;
}

export function toOf(action: number): number {
  return (action >> 6) & 63;
}

/** The squares of a list of names, each once, from a1 on: `"c3,f3"`, `"none"`; null for what is no such list. */
export function classOfSquares(names: unknown): string | null {
  if (!Array.isArray(names)) return null;
  const squares = names.map(squareNamed);
  if (squares.includes(null)) return null;
  const ascending = [...new Set(squares as readonly number[])].sort((a, b) => a - b);
  return ascending.map(squareName).join() || "none";
}
