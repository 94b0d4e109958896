import { attackers, type ChessState } from "@vlm/games";
import { kindCode, ownerOf } from "./piece.js";
import { fromOf, toOf } from "./square.js";

/** Why a move is legal or not; the first that holds. */
export type MoveKind = "legal" | "empty" | "foreign" | "own" | "exposed" | "unreachable";

/**
 * Nothing stands where it begins; the other side's piece does; a piece of one's own stands where it ends; the piece gets
 * there, but its king would stand in check; the piece does not get there.
 */
export function moveKind(state: ChessState, action: number, legal: readonly number[]): MoveKind {
  const { squares, player } = state;
  const [from, to] = [fromOf(action), toOf(action)];
  if (legal.includes(action)) return "legal";
  if (squares[from] === 0) return "empty";
  if (ownerOf(squares[from]!) !== player) return "foreign";
  if (squares[to] !== 0 && ownerOf(squares[to]!) === player) return "own";
  return reaches(state, from, to) ? "exposed" : "unreachable";
}

/** Whether the piece gets from one square to the other, checks apart; castling, which checks decide, is not looked at. */
function reaches(state: ChessState, from: number, to: number): boolean {
  const { squares, player, enPassant } = state;
  const attacks = attackers(state, to, player).includes(from);
  if (kindCode(squares[from]!) !== 1) return attacks;
  if (attacks) return squares[to] !== 0 || to === enPassant;
  const step = player === 0 ? 8 : -8;
  if (squares[from + step] !== 0) return false;
  const isHome = from >> 3 === (player === 0 ? 1 : 6);
  return to === from + step || (isHome && to === from + 2 * step && squares[to] === 0);
}
