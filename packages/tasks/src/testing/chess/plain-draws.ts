import { holdings, indexOf, type PlainChess, pieceAt } from "./plain-board.js";

/** Neither side could mate: bare kings, one knight, or bishops on squares of one color. */
export function lacksMaterial({ board }: PlainChess): boolean {
  const letters = board.replace(/[.Kk]/g, "").toLowerCase();
  if (letters === "" || letters === "n") return true;
  if (!/^b+$/.test(letters)) return false;
  const names = [...holdings(board, true), ...holdings(board, false)];
  const colors = names
    .filter((name) => pieceAt(board, name).toLowerCase() === "b")
    .map((name) => ((indexOf(name) % 8) + Math.floor(indexOf(name) / 8)) % 2);
  return new Set(colors).size === 1;
}

/** The position has stood on the board twice before. */
export function isRepeated(position: PlainChess, earlier: readonly PlainChess[]): boolean {
  return earlier.filter((other) => keyOf(other) === keyOf(position)).length >= 2;
}

function keyOf({ board, white, castling, enPassant }: PlainChess): string {
  return `${board} ${white} ${castling} ${enPassant}`;
}

/** Points of white less those of black. */
export function leadOf({ board }: PlainChess): number {
  const worth = (letters: string): number => letters.split("").reduce((sum, letter) => sum + (POINTS[letter] ?? 0), 0);
  return worth(board) - worth(board.replace(/[A-Z]/g, "").toUpperCase());
}

const POINTS: Readonly<Record<string, number>> = { P: 1, N: 3, B: 3, R: 5, Q: 9 };
