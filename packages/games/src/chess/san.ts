import { checked } from "./attack.js";
import { Board } from "./board.js";
import { generate, MOST_MOVES } from "./generate.js";
import { legalMoves } from "./legal-moves.js";
import { make } from "./make.js";
import { BLACK, EMPTY, KING, LETTERS, PAWN } from "./piece.js";
import { squareName, squareNamed } from "./square-name.js";
import type { ChessState } from "./state.js";

const MOVE = /^([KQRBN])?([a-h])?([1-8])?[x:-]?([a-h])([1-8])(?:=?\(?([QRBN])\)?)?$/;
const CASTLING = /^(?:O-O(-O)?|0-0(-0)?)$/;
/** Check, mate and judgement, which `readSan` takes without looking. */
const SUFFIX = /(?:\+\+?|#)?[!?]{0,2}$/;

const board = new Board();
const replies = new Int32Array(MOST_MOVES);

/** Standard algebraic notation of a legal move: `"Nbd2"`, `"exd6"`, `"e8=Q+"`, `"O-O#"`. */
export function writeSan(action: number, state: ChessState): string {
  const moves = legalMoves(state);
  if (!moves.includes(action)) {
    throw new RangeError(
      `games.writeSan: action ${action} is not a legal move of the state; expected one of its ${moves.length}. Take an action from chess.actions(state).`,
    );
  }
  board.reset(state);
  make(board, action);
  const check = checked(board) ? (generate(board, replies, 0) === 0 ? "#" : "+") : "";
  return bareSan(action, state, moves) + check;
}

function bareSan(action: number, { squares, player }: ChessState, moves: readonly number[]): string {
  const from = action & 63;
  const to = (action >> 6) & 63;
  const piece = squares[from]!;
  const kind = piece - BLACK * player;
  if (kind === KING && Math.abs(to - from) === 2) return to > from ? "O-O" : "O-O-O";
  const captures = squares[to] !== EMPTY || (kind === PAWN && (from & 7) !== (to & 7));
  const target = (captures ? "x" : "") + squareName(to);
  if (kind === PAWN) {
    const promotion = action >> 12;
    const file = captures ? squareName(from)[0]! : "";
    return file + target + (promotion === 0 ? "" : `=${LETTERS[promotion]!}`);
  }
  const rivals = moves
    .filter((move) => ((move >> 6) & 63) === to && (move & 63) !== from && squares[move & 63] === piece)
    .map((move) => move & 63);
  return LETTERS[kind]! + origin(from, rivals) + target;
}

/** As much of the square's name as tells it from those of the rivals. */
function origin(from: number, rivals: readonly number[]): string {
  const name = squareName(from);
  if (rivals.length === 0) return "";
  if (rivals.every((rival) => (rival & 7) !== (from & 7))) return name[0]!;
  if (rivals.every((rival) => rival >> 3 !== from >> 3)) return name[1]!;
  return name;
}

/**
 * The legal move that the text names, or null where it names none or more than one. Takes what people write for the
 * standard: `0-0`, `e8Q`, `Ng1f3`, `e2-e4`, no mark or another one for check, `!` and `?`.
 */
export function readSan(text: string, state: ChessState): number | null {
  const named = movesNamed(text, state);
  return named.length === 1 ? named[0]! : null;
}

/** Every legal move that the text may mean. */
export function movesNamed(text: string, state: ChessState): number[] {
  const core = text.trim().replace(SUFFIX, "");
  const own = BLACK * state.player;
  const castling = CASTLING.exec(core);
  if (castling !== null) {
    const king = own === 0 ? 4 : 60;
    const aside = (castling[1] ?? castling[2]) ? -2 : 2;
    const action = king | ((king + aside) << 6);
    return state.squares[king] === own + KING ? legalMoves(state).filter((move) => move === action) : [];
  }
  const match = MOVE.exec(core);
  if (match === null) return [];
  const [, letter, file, rank, toFile, toRank, promotion] = match;
  const piece = own + (letter === undefined ? PAWN : LETTERS.indexOf(letter));
  const to = squareNamed(toFile! + toRank!);
  const becomes = promotion === undefined ? 0 : LETTERS.indexOf(promotion);
  return legalMoves(state).filter((move) => {
    const from = move & 63;
    if (state.squares[from] !== piece || ((move >> 6) & 63) !== to || move >> 12 !== becomes) return false;
    // Castling has a name of its own.
    if (piece === own + KING && Math.abs(to - from) === 2) return false;
    const name = squareName(from);
    return (file === undefined || name[0] === file) && (rank === undefined || name[1] === rank);
  });
}
