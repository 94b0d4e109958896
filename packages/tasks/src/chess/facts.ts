import { attackers, type ChessEnd, type ChessState, chess, writeSan } from "@vlm/games";
import { KING, kindCode, ownerOf, POINTS } from "./piece.js";
import { fromOf, SQUARES, toOf } from "./square.js";

/** What is true of a move by the rules alone. Squares count 8 × rank + file from a1; lists of them ascend. */
export interface ChessFacts {
  /** Standard algebraic notation. */
  readonly san: string;
  /** Codes of `ChessState`: what moves, and what then stands on `to`. */
  readonly piece: number;
  readonly placed: number;
  readonly from: number;
  readonly to: number;
  /** Before the move: where the king is attacked from. */
  readonly checkedFrom: readonly number[];
  /** Points of white less those of black before the move: 1, 3, 3, 5, 9. */
  readonly lead: number;
  /** Before the move: own pieces but pawns and king that are attacked, by one worth less or without a guard. */
  readonly loose: readonly number[];
  /** Moves that mate, in standard algebraic notation. */
  readonly mates: readonly string[];
  /** The square that a piece is captured on. */
  readonly captureOn: number | null;
  readonly enPassant: boolean;
  readonly castles: "king" | "queen" | null;
  readonly promotes: boolean;
  readonly only: boolean;
  readonly checks: boolean;
  /** How the move ends the game. */
  readonly ends: ChessEnd | null;
  /** Where the piece moved attacks the other side's pieces but pawns; none where it has castled. */
  readonly attacks: readonly number[];
  /** Where the other side's pieces stand that can capture the piece moved. */
  readonly takers: readonly number[];
  /** Each of these captures can be answered by a capture on the same square. */
  readonly takesBack: boolean;
  /** The other side's moves that mate at once. */
  readonly answers: readonly string[];
}

/** Facts about a legal action. */
export function chessFacts(state: ChessState, action: number): ChessFacts {
  const legal = chess.actions(state);
  if (!legal.includes(action)) {
    throw new Error(
      `tasks.chessFacts: action ${action} is illegal in this position; expected one of its ${legal.length} legal ones. ` +
        "Take an action from chess.actions(state).",
    );
  }
  const { squares, player } = state;
  const [from, to] = [fromOf(action), toOf(action)];
  const piece = squares[from]!;
  const kind = kindCode(piece);
  const after = chess.play(state, action);
  const enPassant = kind === 1 && (from & 7) !== (to & 7) && squares[to] === 0;
  const castles = kind === KING && Math.abs(from - to) === 2 ? (to > from ? "king" : "queen") : null;
  const ends = chess.end(after);
  const captures = ends === null ? capturesOf(after, to) : [];
  return {
    san: writeSan(action, state),
    piece,
    placed: after.squares[to]!,
    from,
    to,
    checkedFrom: kingAttackers(state),
    lead: pointsOf(state, 0) - pointsOf(state, 1),
    loose: looseOf(state),
    mates: matesOf(state, legal),
    captureOn: enPassant ? (to & 7) | (from & 56) : squares[to] !== 0 ? to : null,
    enPassant,
    castles,
    promotes: action >> 12 !== 0,
    only: legal.length === 1,
    checks: kingAttackers(after).length > 0,
    ends,
    attacks: castles !== null ? [] : SQUARES.filter((square) => isAttacked(after, { square, from: to, player })),
    takers: [...new Set(captures.map(fromOf))].sort((a, b) => a - b),
    takesBack: captures.length > 0 && captures.every((capture) => answersOn(after, capture)),
    answers: ends === null ? matesOf(after, chess.actions(after)) : [],
  };
}

/** Where the king of the side to move is attacked from. */
export function kingAttackers(state: ChessState): readonly number[] {
  const king = state.squares.indexOf(6 * state.player + KING);
  return attackers(state, king, state.player === 0 ? 1 : 0);
}

export function pointsOf({ squares }: ChessState, player: 0 | 1): number {
  return squares.reduce(
    (sum, piece) => sum + (piece !== 0 && ownerOf(piece) === player ? POINTS[kindCode(piece)]! : 0),
    0,
  );
}

function looseOf(state: ChessState): readonly number[] {
  const { squares, player } = state;
  return SQUARES.filter((square) => {
    const piece = squares[square]!;
    const kind = kindCode(piece);
    if (piece === 0 || ownerOf(piece) !== player || kind === 1 || kind === KING) return false;
    const foes = attackers(state, square, player === 0 ? 1 : 0);
    const isCheaper = (foe: number): boolean => kindCode(squares[foe]!) !== KING && worth(squares[foe]!) < worth(piece);
    return foes.length > 0 && (foes.some(isCheaper) || attackers(state, square, player).length === 0);
  });
}

function worth(piece: number): number {
  return POINTS[kindCode(piece)]!;
}

function matesOf(state: ChessState, legal: readonly number[]): readonly string[] {
  return legal
    .filter((action) => chess.end(chess.play(state, action)) === "checkmate")
    .map((action) => writeSan(action, state));
}

/** Whether the piece on `from` attacks a piece of the other side that is no pawn. */
function isAttacked(
  state: ChessState,
  { square, from, player }: { readonly square: number; readonly from: number; readonly player: 0 | 1 },
): boolean {
  const piece = state.squares[square]!;
  if (piece === 0 || ownerOf(piece) === player || kindCode(piece) === 1) return false;
  return attackers(state, square, player).includes(from);
}

/** Legal moves that capture what stands on the square. */
function capturesOf(state: ChessState, square: number): readonly number[] {
  const passed = state.enPassant < 0 ? null : state.enPassant + (state.player === 0 ? -8 : 8);
  return chess
    .actions(state)
    .filter(
      (action) =>
        toOf(action) === square ||
        (passed === square && toOf(action) === state.enPassant && kindCode(state.squares[fromOf(action)]!) === 1),
    );
}

/** Whether a capture can be answered by one on the square where it ended. */
function answersOn(state: ChessState, capture: number): boolean {
  const after = chess.play(state, capture);
  return chess.actions(after).some((action) => toOf(action) === toOf(capture));
}
