import { attacked } from "./attack.js";
import type { Board } from "./board.js";
import { BLACK_KEY, CASTLING_KEYS, EN_PASSANT_KEYS, PIECE_KEYS } from "./keys.js";
import { CELL, RANK, SQUARE } from "./mailbox.js";
import {
  BLACK,
  BLACK_KING_SIDE,
  BLACK_QUEEN_SIDE,
  EMPTY,
  KING,
  PAWN,
  ROOK,
  WHITE_KING_SIDE,
  WHITE_QUEEN_SIDE,
} from "./piece.js";

/** [64] rights that outlive a move from or to a square. */
const RIGHTS: Uint8Array = new Uint8Array(64).fill(15);
for (const [square, rights] of [
  [0, WHITE_QUEEN_SIDE],
  [4, WHITE_KING_SIDE | WHITE_QUEEN_SIDE],
  [7, WHITE_KING_SIDE],
  [56, BLACK_QUEEN_SIDE],
  [60, BLACK_KING_SIDE | BLACK_QUEEN_SIDE],
  [63, BLACK_KING_SIDE],
] as const) {
  RIGHTS[square] = 15 & ~rights;
}

/** Plays a legal action. What it returns is for `unmake`. */
export function make(board: Board, action: number): number {
  const { cells, own } = board;
  const foe = BLACK - own;
  const fromSquare = action & 63;
  const toSquare = (action >> 6) & 63;
  const promotion = action >> 12;
  const from = CELL[fromSquare]!;
  const to = CELL[toSquare]!;
  const piece = cells[from]!;
  const captured = cells[to]!;
  const enPassant = board.enPassant;
  const castling = board.castling;
  const undo = captured | (castling << 4) | (enPassant << 8) | (board.halfmoves << 16);
  const ply = board.ply;
  if (2 * ply + 4 > board.keys.length) board.lengthen();
  const keys = board.keys;
  const pawn = piece === own + PAWN;

  let key = 2 * (64 * piece + fromSquare);
  let low = keys[2 * ply]! ^ BLACK_KEY[0]! ^ PIECE_KEYS[key]!;
  let high = keys[2 * ply + 1]! ^ BLACK_KEY[1]! ^ PIECE_KEYS[key + 1]!;
  if (captured !== EMPTY) {
    board.unlist(captured, to);
    key = 2 * (64 * captured + toSquare);
    low ^= PIECE_KEYS[key]!;
    high ^= PIECE_KEYS[key + 1]!;
  }
  if (promotion === 0) {
    board.shift(piece, from, to);
    key = 2 * (64 * piece + toSquare);
  } else {
    board.unlist(piece, from);
    cells[from] = EMPTY;
    board.put(own + promotion, to);
    key = 2 * (64 * (own + promotion) + toSquare);
  }
  low ^= PIECE_KEYS[key]!;
  high ^= PIECE_KEYS[key + 1]!;
  board.halfmoves = pawn || captured !== EMPTY ? 0 : board.halfmoves + 1;

  const rights = castling & RIGHTS[fromSquare]! & RIGHTS[toSquare]!;
  if (rights !== castling) {
    board.castling = rights;
    low ^= CASTLING_KEYS[2 * castling]! ^ CASTLING_KEYS[2 * rights]!;
    high ^= CASTLING_KEYS[2 * castling + 1]! ^ CASTLING_KEYS[2 * rights + 1]!;
    if (piece === own + KING && (to - from === 2 || from - to === 2)) {
      const rook = own + ROOK;
      const rookFrom = to > from ? to + 1 : to - 2;
      const rookTo = (from + to) >> 1;
      board.shift(rook, rookFrom, rookTo);
      key = 2 * (64 * rook + SQUARE[rookFrom]!);
      const end = 2 * (64 * rook + SQUARE[rookTo]!);
      low ^= PIECE_KEYS[key]! ^ PIECE_KEYS[end]!;
      high ^= PIECE_KEYS[key + 1]! ^ PIECE_KEYS[end + 1]!;
    }
  }
  if (enPassant !== 0) {
    board.enPassant = 0;
    key = 2 * SQUARE[enPassant]!;
    low ^= EN_PASSANT_KEYS[key]!;
    high ^= EN_PASSANT_KEYS[key + 1]!;
    if (pawn && to === enPassant) {
      const victim = own === 0 ? to - RANK : to + RANK;
      board.unlist(foe + PAWN, victim);
      cells[victim] = EMPTY;
      key = 2 * (64 * (foe + PAWN) + SQUARE[victim]!);
      low ^= PIECE_KEYS[key]!;
      high ^= PIECE_KEYS[key + 1]!;
    }
  }
  board.own = foe;
  if (own !== 0) board.fullmoves++;
  if (pawn && (to - from === 2 * RANK || from - to === 2 * RANK)) {
    const skipped = (from + to) >> 1;
    if (
      (cells[to - 1] === foe + PAWN && capturesEnPassant(board, to - 1, skipped)) ||
      (cells[to + 1] === foe + PAWN && capturesEnPassant(board, to + 1, skipped))
    ) {
      board.enPassant = skipped;
      key = 2 * SQUARE[skipped]!;
      low ^= EN_PASSANT_KEYS[key]!;
      high ^= EN_PASSANT_KEYS[key + 1]!;
    }
  }
  keys[2 * ply + 2] = low;
  keys[2 * ply + 3] = high;
  board.ply = ply + 1;
  return undo;
}

/** Takes back the last action; the counter of moves and the order of the lists aside, the board is as before. */
export function unmake(board: Board, action: number, undo: number): void {
  const { cells } = board;
  const foe = board.own;
  const own = BLACK - foe;
  const from = CELL[action & 63]!;
  const to = CELL[(action >> 6) & 63]!;
  const captured = undo & 15;
  if (action >> 12 === 0) {
    board.shift(cells[to]!, to, from);
  } else {
    board.unlist(cells[to]!, to);
    board.put(own + PAWN, from);
    cells[to] = EMPTY;
  }
  if (captured !== EMPTY) board.put(captured, to);
  const piece = cells[from]!;
  board.own = own;
  board.castling = (undo >> 4) & 15;
  board.enPassant = (undo >> 8) & 255;
  board.halfmoves = undo >> 16;
  board.ply--;
  if (own !== 0) board.fullmoves--;
  if (piece === own + KING && (to - from === 2 || from - to === 2)) {
    board.shift(own + ROOK, (from + to) >> 1, to > from ? to + 1 : to - 2);
  } else if (piece === own + PAWN && to === board.enPassant) {
    board.put(foe + PAWN, own === 0 ? to - RANK : to + RANK);
  }
}

/** Whether the pawn of the side to move in `from` may capture en passant by moving to `to`: its king may not be left in check. */
export function capturesEnPassant(board: Board, from: number, to: number): boolean {
  const { cells, own } = board;
  const victim = own === 0 ? to - RANK : to + RANK;
  const pawn = cells[victim]!;
  cells[to] = cells[from]!;
  cells[from] = EMPTY;
  cells[victim] = EMPTY;
  const illegal = attacked(board, board.lists[16 * (own + KING)]!, BLACK - own);
  cells[from] = cells[to]!;
  cells[to] = EMPTY;
  cells[victim] = pawn;
  return !illegal;
}
