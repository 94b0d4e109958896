import { attackersOf } from "./attackers.js";
import { BISHOP, BLACK, EMPTY, KING, KNIGHT, LETTERS, PAWN, QUEEN, ROOK } from "./piece.js";
import { squareName } from "./square-name.js";
import type { ChessState } from "./state.js";

const PLAYERS = ["white", "black"] as const;

/** Why no game leads to the state, as far as it shows; null where it may. */
export function fenProblem(state: ChessState): string | null {
  const { squares } = state;
  for (const player of [0, 1] as const) {
    const kings = count(squares, BLACK * player + KING);
    if (kings !== 1) return `${kings} ${PLAYERS[player]} kings; expected 1`;
  }
  for (let file = 0; file < 8; file++) {
    for (const square of [file, 56 + file]) {
      const piece = squares[square]!;
      if (piece === PAWN || piece === BLACK + PAWN) {
        return `a pawn on ${squareName(square)}; expected pawns on ranks 2 to 7`;
      }
    }
  }
  return (
    countProblem(squares, 0) ??
    countProblem(squares, 1) ??
    castlingProblem(state) ??
    enPassantProblem(state) ??
    checkProblem(state)
  );
}

function countProblem(squares: Uint8Array, player: 0 | 1): string | null {
  const side = PLAYERS[player];
  const own = BLACK * player;
  const pawns = count(squares, own + PAWN);
  if (pawns > 8) return `${pawns} ${side} pawns; expected at most 8`;
  const bishops = [0, 1].map((shade) => count(squares, own + BISHOP, shade));
  const promoted = [
    count(squares, own + QUEEN) - 1,
    count(squares, own + ROOK) - 2,
    count(squares, own + KNIGHT) - 2,
    bishops[0]! - 1,
    bishops[1]! - 1,
  ].reduce((sum, more) => sum + Math.max(0, more), 0);
  if (promoted <= 8 - pawns) return null;
  return `${promoted} ${side} pieces more than at the start, beside ${pawns} pawns; expected at most 8 together`;
}

/** Pieces of a kind, all or on the squares of one shade. */
function count(squares: Uint8Array, piece: number, shade?: number): number {
  let sum = 0;
  for (let square = 0; square < 64; square++) {
    if (squares[square] === piece && (shade === undefined || ((square ^ (square >> 3)) & 1) === shade)) sum++;
  }
  return sum;
}

function castlingProblem({ squares, castling }: ChessState): string | null {
  for (let bit = 0; bit < 4; bit++) {
    if ((castling & (1 << bit)) === 0) continue;
    const own = bit < 2 ? 0 : BLACK;
    const king = bit < 2 ? 4 : 60;
    const rook = king + (bit % 2 === 0 ? 3 : -4);
    for (const [piece, square, name] of [
      [KING, king, "king"],
      [ROOK, rook, "rook"],
    ] as const) {
      if (squares[square] !== own + piece) {
        return `castling right ${"KQkq"[bit]} without a ${PLAYERS[bit >> 1]} ${name} on ${squareName(square)}`;
      }
    }
  }
  return null;
}

function enPassantProblem(state: ChessState): string | null {
  const { squares, player, enPassant, halfmoves } = state;
  if (enPassant < 0) return null;
  const name = squareName(enPassant);
  const [rank, back] = player === 0 ? [5, 8] : [2, -8];
  if (enPassant >> 3 !== rank) {
    return `en passant square ${name} with ${PLAYERS[player]} to move; expected one on rank ${rank + 1}`;
  }
  const pawn = player === 0 ? BLACK + PAWN : PAWN;
  if (squares[enPassant - back] !== pawn || squares[enPassant] !== EMPTY || squares[enPassant + back] !== EMPTY) {
    return `en passant square ${name} without a pawn that has just passed it`;
  }
  if (halfmoves !== 0) return `en passant square ${name} beside a half-move clock of ${halfmoves}; expected 0`;
  // The pawn back where it came from, the side that is to move now must not have been in check.
  const before = squares.slice();
  before[enPassant - back] = EMPTY;
  before[enPassant + back] = pawn;
  const king = before.indexOf(BLACK * player + KING);
  if (attackersOf(before, king, player === 0 ? 1 : 0).length > 0) {
    return `en passant square ${name}, before whose pawn moved the king on ${squareName(king)} stood in check already`;
  }
  return null;
}

function checkProblem({ squares, player }: ChessState): string | null {
  const waiting = squares.indexOf(BLACK * (1 - player) + KING);
  const [attacker] = attackersOf(squares, waiting, player);
  if (attacker !== undefined) {
    const letter = LETTERS[squares[attacker]!]!.toUpperCase();
    return `${PLAYERS[1 - player]} is in check by ${letter}${squareName(attacker)} with ${PLAYERS[player]} to move`;
  }
  const king = squares.indexOf(BLACK * player + KING);
  const checks = attackersOf(squares, king, player === 0 ? 1 : 0).length;
  return checks > 2 ? `${checks} checks at once; expected at most 2` : null;
}
