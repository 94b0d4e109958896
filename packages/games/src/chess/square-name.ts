/** `"e4"` for 28. */
export function squareName(square: number): string {
  return String.fromCharCode(97 + (square & 7), 49 + (square >> 3));
}

/** 28 for `"e4"`; −1 for what names no square. */
export function squareNamed(name: string): number {
  if (name.length !== 2) return -1;
  const file = name.charCodeAt(0) - 97;
  const rank = name.charCodeAt(1) - 49;
  return file >= 0 && file < 8 && rank >= 0 && rank < 8 ? 8 * rank + file : -1;
}
