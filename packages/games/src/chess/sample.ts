import type { Draw } from "@vlm/types";
import { attacked } from "./attack.js";
import type { Board } from "./board.js";
import { mayCastle } from "./castling.js";
import { generate, MOST_MOVES } from "./generate.js";
import { KNIGHT_STEPS, MIDDLE, PAWN_RANK, PROMOTION_RANK, RANK, REACH, SQUARE, STEP, STEPS } from "./mailbox.js";
import { capturesEnPassant } from "./make.js";
import { BISHOP, BLACK, belongs, EMPTY, KING, KNIGHT, PAWN, QUEEN, ROOK } from "./piece.js";
import { BISHOP_SLOTS, BISHOP_TARGETS, ROOK_SLOTS, ROOK_TARGETS } from "./targets.js";

// A legal move is drawn by rejection. A slot is a piece and a number; each legal move has one slot, and the others are
// refused, so that all moves are as likely, at a fraction of the price of writing them all.

const QUEEN_SLOTS = ROOK_SLOTS + BISHOP_SLOTS;
/** Steps, and castling to either side. */
const KING_SLOTS = 10;
/** One step, two steps, captures to either side. */
const PAWN_SLOTS = 4;
/** One step and two captures, each for four pieces. */
const PROMOTION_SLOTS = 12;
/** After as many refusals the moves are written out, as they are in check: it ends, and it is as uniform. */
const TRIES = 24;

const moves = new Int32Array(MOST_MOVES);

/** A legal move, each as likely as any other; −1 where there is none. `inCheck` tells of the side to move. */
export function sample(board: Board, inCheck: boolean, draw: Draw): number {
  if (!inCheck) {
    const { counts, own } = board;
    const pawnSlots = counts[own + PAWN]! > 0 && promotes(board) ? PROMOTION_SLOTS : PAWN_SLOTS;
    const kingSlots = board.castling === 0 ? 8 : KING_SLOTS;
    const knights = kingSlots + 8 * counts[own + KNIGHT]!;
    const bishops = knights + BISHOP_SLOTS * counts[own + BISHOP]!;
    const rooks = bishops + ROOK_SLOTS * counts[own + ROOK]!;
    const queens = rooks + QUEEN_SLOTS * counts[own + QUEEN]!;
    const slots = queens + pawnSlots * counts[own + PAWN]!;
    for (let left = TRIES; left > 0; left--) {
      const slot = draw(slots);
      let move: number;
      if (slot >= queens) move = pawnMove(board, slot - queens, pawnSlots);
      else if (slot >= rooks) move = queenMove(board, slot - rooks);
      else if (slot >= bishops) move = rookMove(board, slot - bishops);
      else if (slot >= knights) move = bishopMove(board, slot - knights);
      else if (slot >= kingSlots) move = knightMove(board, slot - kingSlots);
      else move = kingMove(board, slot);
      if (move >= 0) return move;
    }
  }
  const count = generate(board, moves, 0);
  return count === 0 ? -1 : moves[draw(count)]!;
}

/** Whether a pawn stands one step before its last rank. */
function promotes({ cells, own }: Board): boolean {
  const pawn = own + PAWN;
  const first = RANK * (own === 0 ? PROMOTION_RANK[0] - 1 : PROMOTION_RANK[1] + 1) + 4;
  for (let cell = first; cell < first + 8; cell++) if (cells[cell] === pawn) return true;
  return false;
}

function kingMove(board: Board, slot: number): number {
  const { cells, own } = board;
  const king = board.lists[16 * (own + KING)]!;
  if (slot >= 8) return mayCastle(board, king, slot - 8) ? SQUARE[king]! * 65 + (slot === 8 ? 2 * 64 : -2 * 64) : -1;
  const to = king + STEPS[slot]!;
  if (!free(cells[to]!, BLACK - own)) return -1;
  cells[king] = EMPTY;
  const safe = !attacked(board, to, BLACK - own);
  cells[king] = own + KING;
  return safe ? SQUARE[king]! | (SQUARE[to]! << 6) : -1;
}

function knightMove(board: Board, slot: number): number {
  const from = board.lists[16 * (board.own + KNIGHT) + (slot >> 3)]!;
  const to = from + KNIGHT_STEPS[slot & 7]!;
  return free(board.cells[to]!, BLACK - board.own) ? unpinned(board, from, to) : -1;
}

function bishopMove(board: Board, slot: number): number {
  const index = (slot / BISHOP_SLOTS) | 0;
  const from = board.lists[16 * (board.own + BISHOP) + index]!;
  return slide(board, from, BISHOP_TARGETS[BISHOP_SLOTS * (SQUARE[from]! - index) + slot]!);
}

function rookMove(board: Board, slot: number): number {
  const index = (slot / ROOK_SLOTS) | 0;
  const from = board.lists[16 * (board.own + ROOK) + index]!;
  return slide(board, from, ROOK_TARGETS[ROOK_SLOTS * (SQUARE[from]! - index) + slot]!);
}

function queenMove(board: Board, slot: number): number {
  const index = (slot / QUEEN_SLOTS) | 0;
  const from = board.lists[16 * (board.own + QUEEN) + index]!;
  const target = slot - QUEEN_SLOTS * index;
  const to =
    target < ROOK_SLOTS
      ? ROOK_TARGETS[ROOK_SLOTS * SQUARE[from]! + target]!
      : BISHOP_TARGETS[BISHOP_SLOTS * SQUARE[from]! + target - ROOK_SLOTS]!;
  return slide(board, from, to);
}

function slide(board: Board, from: number, to: number): number {
  const { cells } = board;
  if (!free(cells[to]!, BLACK - board.own)) return -1;
  const step = STEP[MIDDLE + to - from]!;
  let way = from + step;
  while (way !== to) {
    if (cells[way] !== EMPTY) return -1;
    way += step;
  }
  return unpinned(board, from, to);
}

function pawnMove(board: Board, slot: number, slots: number): number {
  const { cells, own } = board;
  const index = slots === PAWN_SLOTS ? slot >> 2 : (slot / PROMOTION_SLOTS) | 0;
  const from = board.lists[16 * (own + PAWN) + index]!;
  const way = slot - slots * index;
  const forward = own === 0 ? RANK : 0 - RANK;
  const row = from >> 4;
  const promoting = row === (own === 0 ? PROMOTION_RANK[0] - 1 : PROMOTION_RANK[1] + 1);
  const one = from + forward;
  if (promoting) {
    // 0 to 11: a capture to one side or the other, or a step, by the piece.
    const aside = (way >> 2) - 1;
    const to = one + aside;
    const there = cells[to]!;
    if (aside === 0 ? there !== EMPTY : !belongs(there, BLACK - own)) return -1;
    const move = unpinned(board, from, to);
    return move < 0 ? -1 : move | ((KNIGHT + (way & 3)) << 12);
  }
  if (way >= PAWN_SLOTS) return -1;
  if (way < 2) {
    if (cells[one] !== EMPTY) return -1;
    if (way === 0) return unpinned(board, from, one);
    const two = one + forward;
    if (row !== PAWN_RANK[own === 0 ? 0 : 1] || cells[two] !== EMPTY) return -1;
    return unpinned(board, from, two);
  }
  const to = one + 2 * way - 5;
  if (belongs(cells[to]!, BLACK - own)) return unpinned(board, from, to);
  if (to === board.enPassant && capturesEnPassant(board, from, to)) return SQUARE[from]! | (SQUARE[to]! << 6);
  return -1;
}

/** The move between two cells, or −1 where it would uncover a check. */
function unpinned(board: Board, from: number, to: number): number {
  const { cells, lists, own } = board;
  const king = lists[16 * (own + KING)]!;
  const move = SQUARE[from]! | (SQUARE[to]! << 6);
  const step = STEP[MIDDLE + from - king]!;
  if (step === 0 || STEP[MIDDLE + to - king] === step) return move;
  let way = king + step;
  while (way !== from) {
    if (cells[way] !== EMPTY) return move;
    way += step;
  }
  way += step;
  while (cells[way] === EMPTY) way += step;
  const piece = cells[way]! - (BLACK - own);
  // By kind: a knight on the line pins nothing.
  return piece >= BISHOP && piece <= QUEEN && REACH[MIDDLE + king - way]! & (1 << piece) ? -1 : move;
}

/** Whether a piece may go there: nothing stands in the way but what it takes. */
function free(piece: number, foe: number): boolean {
  return piece === EMPTY || belongs(piece, foe);
}
