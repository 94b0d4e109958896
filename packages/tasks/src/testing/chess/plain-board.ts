import type { ChessState } from "@vlm/games";

/** A position as text: 64 letters of FEN or dots from a1 to h8, and the fields of FEN; rules by trying, apart from games. */
export interface PlainChess {
  readonly board: string;
  readonly white: boolean;
  readonly castling: string;
  /** `"e3"` or `"-"`. */
  readonly enPassant: string;
  readonly quiet: number;
}

export function plainOf(state: ChessState): PlainChess {
  return {
    board: Array.from(state.squares, (piece) => ".PNBRQKpnbrqk"[piece]).join(""),
    white: state.player === 0,
    castling: Array.from("KQkq", (right, bit) => ((state.castling >> bit) % 2 === 1 ? right : "")).join(""),
    enPassant: state.enPassant < 0 ? "-" : nameAt(state.enPassant % 8, Math.floor(state.enPassant / 8)),
    quiet: state.halfmoves,
  };
}

/** `"e4"` for file 4 and rank 3. */
export function nameAt(file: number, rank: number): string {
  return "abcdefgh"[file]! + (rank + 1);
}

/** What stands on a named square. */
export function pieceAt(board: string, name: string): string {
  return board[indexOf(name)]!;
}

export function indexOf(name: string): number {
  return "abcdefgh".indexOf(name[0]!) + 8 * (Number(name[1]) - 1);
}

/** The board with pieces put on named squares. */
export function withPieces(board: string, changes: Readonly<Record<string, string>>): string {
  const letters = [...board];
  for (const [name, piece] of Object.entries(changes)) letters[indexOf(name)] = piece;
  return letters.join("");
}

export function isWhite(piece: string): boolean {
  return /[A-Z]/.test(piece);
}

/** Whether the piece belongs to the side. */
export function belongs(piece: string, white: boolean): boolean {
  return piece !== "." && isWhite(piece) === white;
}

const STRAIGHT = [
  [0, 1],
  [1, 0],
  [0, -1],
  [-1, 0],
];
const DIAGONAL = [
  [1, 1],
  [1, -1],
  [-1, -1],
  [-1, 1],
];
const JUMPS = [
  [1, 2],
  [2, 1],
  [2, -1],
  [1, -2],
  [-1, -2],
  [-2, -1],
  [-2, 1],
  [-1, 2],
];

/** Names of the squares that the piece on a named square attacks. */
export function attacksFrom(board: string, from: string): readonly string[] {
  const piece = pieceAt(board, from);
  switch (piece.toUpperCase()) {
    case "P": {
      const forward = isWhite(piece) ? 1 : -1;
      return steps(
        board,
        from,
        [
          [-1, forward],
          [1, forward],
        ],
        1,
      );
    }
    case "N":
      return steps(board, from, JUMPS, 1);
    case "B":
      return steps(board, from, DIAGONAL, 7);
    case "R":
      return steps(board, from, STRAIGHT, 7);
    case "Q":
      return steps(board, from, [...STRAIGHT, ...DIAGONAL], 7);
    case "K":
      return steps(board, from, [...STRAIGHT, ...DIAGONAL], 1);
    default:
      return [];
  }
}

function steps(board: string, from: string, ways: readonly (readonly number[])[], most: number): readonly string[] {
  const found: string[] = [];
  const start = indexOf(from);
  for (const [dx, dy] of ways as readonly (readonly [number, number])[]) {
    for (let count = 1; count <= most; count++) {
      const file = (start % 8) + count * dx;
      const rank = Math.floor(start / 8) + count * dy;
      if (file < 0 || file > 7 || rank < 0 || rank > 7) break;
      found.push(nameAt(file, rank));
      if (board[8 * rank + file] !== ".") break;
    }
  }
  return found;
}

/** Names of all squares that hold a piece of the side, from a1 on. */
export function holdings(board: string, white: boolean): readonly string[] {
  return Array.from(board, (piece, index) =>
    belongs(piece, white) ? nameAt(index % 8, Math.floor(index / 8)) : "",
  ).filter((name) => name !== "");
}

/** Names of the squares from which the side attacks a square, from a1 on. */
export function attackersTo(board: string, target: string, white: boolean): readonly string[] {
  return holdings(board, white).filter((from) => attacksFrom(board, from).includes(target));
}

/** Names of the squares from which the side's king is attacked. */
export function checksOn(board: string, white: boolean): readonly string[] {
  const king = holdings(board, white).find((name) => pieceAt(board, name).toUpperCase() === "K");
  return king === undefined ? [] : attackersTo(board, king, !white);
}
