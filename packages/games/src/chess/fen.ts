import { quote, type Reading, refuse } from "../reading.js";
import { fenProblem } from "./fen-problem.js";
import { LETTERS, PAWN } from "./piece.js";
import { settled } from "./settled.js";
import { squareName, squareNamed } from "./square-name.js";
import type { ChessState } from "./state.js";

export const START_FEN = "rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq - 0 1";

const RIGHTS = "KQkq";
const COUNT = /^\d{1,4}$/;

/**
 * The position that a FEN of four or six fields tells, or the reason why no game can lead to it. An en passant square where no
 * pawn may capture is left out of the state, because it changes nothing.
 */
export function readFen(text: string): Reading<ChessState> {
  const fields = text.trim().split(/\s+/);
  if (fields.length !== 6 && fields.length !== 4)
    return refuse(`${fields.length} fields; expected 6, or 4 without the counts`);
  const [board, player, castling, enPassant, halfmoves = "0", fullmoves = "1"] = fields as [
    string,
    string,
    string,
    string,
  ];
  const squares = readSquares(board);
  if (typeof squares === "string") return refuse(squares);
  if (player !== "w" && player !== "b") return refuse(`side to move ${quote(player)}; expected w or b`);
  if (!/^(-|(?=.)K?Q?k?q?)$/.test(castling))
    return refuse(`castling rights ${quote(castling)}; expected - or some of KQkq`);
  const target = enPassant === "-" ? -1 : squareNamed(enPassant);
  if (target < 0 && enPassant !== "-") return refuse(`en passant square ${quote(enPassant)}; expected - or a square`);
  if (!COUNT.test(halfmoves)) return refuse(`half-move clock ${quote(halfmoves)}; expected 0 to 9999`);
  if (!COUNT.test(fullmoves) || Number(fullmoves) === 0) {
    return refuse(`move number ${quote(fullmoves)}; expected 1 to 9999`);
  }
  const state: ChessState = {
    squares,
    player: player === "w" ? 0 : 1,
    castling: [...RIGHTS].reduce((rights, letter, bit) => rights | (castling.includes(letter) ? 1 << bit : 0), 0),
    enPassant: target,
    halfmoves: Number(halfmoves),
    fullmoves: Number(fullmoves),
    earlier: new Int32Array(0),
  };
  const problem = fenProblem(state);
  return problem === null ? { state: settled(state), problem: null } : refuse(problem);
}

/** FEN of six fields. The en passant square is written where a pawn may capture there, as chess.js and python-chess do. */
export function writeFen(state: ChessState): string {
  const castling = [...RIGHTS].filter((_, bit) => state.castling & (1 << bit)).join("") || "-";
  const enPassant = state.enPassant < 0 ? "-" : squareName(state.enPassant);
  return `${writeSquares(state.squares)} ${state.player === 0 ? "w" : "b"} ${castling} ${enPassant} ${state.halfmoves} ${state.fullmoves}`;
}

function writeSquares(squares: Uint8Array): string {
  return [7, 6, 5, 4, 3, 2, 1, 0]
    .map((rank) =>
      Array.from(squares.subarray(8 * rank, 8 * rank + 8), (piece) => LETTERS[piece]!)
        .join("")
        .replace(/ +/g, (gap) => String(gap.length)),
    )
    .join("/");
}

/** [64], or what is wrong. */
function readSquares(text: string): Uint8Array | string {
  const ranks = text.split("/");
  if (ranks.length !== 8) return `${ranks.length} ranks; expected 8`;
  const squares = new Uint8Array(64);
  for (const [index, rank] of ranks.entries()) {
    let file = 0;
    for (const letter of rank) {
      const piece = LETTERS.indexOf(letter);
      if (piece < PAWN && !/[1-8]/.test(letter))
        return `${quote(letter)} on rank ${8 - index}; expected PNBRQK, pnbrqk or 1 to 8`;
      if (piece >= PAWN && file < 8) squares[8 * (7 - index) + file] = piece;
      file += piece >= PAWN ? 1 : Number(letter);
      if (file > 8) break;
    }
    if (file !== 8)
      return `rank ${8 - index}, ${quote(rank)}, has ${file > 8 ? "more than 8" : file} squares; expected 8`;
  }
  return squares;
}
