import { CELL, MIDDLE, RANK, REACH, SQUARE, STEP } from "./mailbox.js";
import { BLACK, EMPTY, KING, KNIGHT, PAWN } from "./piece.js";
import type { ChessState } from "./state.js";

/** Squares of the player's pieces that attack a square, in ascending order; pins do not matter. */
export function attackersOf(squares: Uint8Array, target: number, player: 0 | 1): number[] {
  const own = BLACK * player;
  const attackers: number[] = [];
  for (let from = 0; from < 64; from++) {
    const kind = squares[from]! - own;
    if (kind < PAWN || kind > KING) continue;
    if (attacks(squares, from, target, kind, player)) attackers.push(from);
  }
  return attackers;
}

/** Squares of the player's pieces that attack a square, in ascending order; pins do not matter. */
export function attackers(state: ChessState, square: number, player: 0 | 1): number[] {
  return attackersOf(state.squares, square, player);
}

/** Whether the player to move is in check. */
export function inCheck(state: ChessState): boolean {
  const king = state.squares.indexOf(BLACK * state.player + KING);
  return attackersOf(state.squares, king, state.player === 0 ? 1 : 0).length > 0;
}

function attacks(squares: Uint8Array, from: number, target: number, kind: number, player: number): boolean {
  const way = CELL[target]! - CELL[from]!;
  if (kind === PAWN) return Math.abs(way - (player === 0 ? RANK : -RANK)) === 1;
  if ((REACH[MIDDLE + way]! & (1 << kind)) === 0) return false;
  if (kind === KNIGHT || kind === KING) return true;
  const step = STEP[MIDDLE + way]!;
  const end = CELL[target]!;
  for (let cell = CELL[from]! + step; cell !== end; cell += step) if (squares[SQUARE[cell]!] !== EMPTY) return false;
  return true;
}
