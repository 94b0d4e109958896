import { checksOn, type PlainChess, pieceAt } from "./plain-board.js";
import { isMate, movesOf, type PlainMove } from "./plain-moves.js";

/** Standard algebraic notation, from the legal moves alone. */
export function sanOf(position: PlainChess, move: PlainMove): string {
  const piece = pieceAt(position.board, move.from).toUpperCase();
  const { board, white } = move.after;
  const suffix = checksOn(board, white).length === 0 ? "" : isMate(move.after) ? "#" : "+";
  return core(position, move, piece) + suffix;
}

function core(position: PlainChess, move: PlainMove, piece: string): string {
  const { from, to, capture, uci } = move;
  if (piece === "K" && /^e[18][cg][18]$/.test(uci)) return to[0] === "g" ? "O-O" : "O-O-O";
  const taking = capture === null ? "" : "x";
  if (piece === "P") {
    return `${capture === null ? "" : from[0]}${taking}${to}${uci.length > 4 ? `=${uci[4]!.toUpperCase()}` : ""}`;
  }
  const rivals = movesOf(position)
    .filter((other) => other.to === to && other.from !== from)
    .map((other) => other.from)
    .filter((other) => pieceAt(position.board, other) === pieceAt(position.board, from));
  const told = [from[0]!, from[1]!, from];
  const origin = rivals.length === 0 ? "" : told.find((part) => !rivals.some((rival) => rival.includes(part)))!;
  return `${piece}${origin}${taking}${to}`;
}

/** The moves that mate, in standard algebraic notation. */
export function matesOf(position: PlainChess): readonly string[] {
  return movesOf(position)
    .filter(({ after }) => isMate(after))
    .map((move) => sanOf(position, move));
}
