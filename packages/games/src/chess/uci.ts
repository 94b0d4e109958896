import { BLACK, LETTERS } from "./piece.js";
import { squareName, squareNamed } from "./square-name.js";

const UCI = /^[a-h][1-8][a-h][1-8][nbrq]?$/;

/** `"e2e4"`, `"e7e8q"`; castling is the king's move, `"e1g1"`. */
export function writeUci(action: number): string {
  const promotion = action >> 12;
  const letter = promotion === 0 ? "" : LETTERS[BLACK + promotion]!;
  return squareName(action & 63) + squareName((action >> 6) & 63) + letter;
}

/** The action that the text names, legal or not; null when it names none. */
export function parseUci(text: string): number | null {
  if (!UCI.test(text)) return null;
  const promotion = text.length === 5 ? LETTERS.indexOf(text[4]!) - BLACK : 0;
  return squareNamed(text.slice(0, 2)) | (squareNamed(text.slice(2, 4)) << 6) | (promotion << 12);
}
