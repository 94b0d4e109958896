import { attacked } from "./attack.js";
import type { Board } from "./board.js";
import { mayCastle } from "./castling.js";
import {
  CELL,
  CELLS,
  JUMPS,
  KNIGHT_JUMPS,
  KNIGHT_STEPS,
  MIDDLE,
  PAWN_RANK,
  PROMOTION_RANK,
  PROMOTIONS,
  RANK,
  REACH,
  SQUARE,
  STEP,
  STEPS,
} from "./mailbox.js";
import { capturesEnPassant } from "./make.js";
import { BISHOP, BLACK, belongs, EMPTY, KING, KNIGHT, PAWN, QUEEN, ROOK } from "./piece.js";

/** No position has more legal moves than 218. */
export const MOST_MOVES = 256;

// Scratch of the generation under way, all zero between two of them: generations never interleave.
/** [192] step, without sign, of the line that a pinned piece may move along. */
const pins = new Uint8Array(CELLS);
const pinned = new Uint8Array(8);
/** [192] 1 where a move ends the only check. */
const saving = new Uint8Array(CELLS);

/** Writes the legal moves to `into` from `offset` on, in no fixed order, as many as it returns. */
export function generate(board: Board, into: Int32Array, offset: number): number {
  const { cells, lists, counts, own } = board;
  const foe = BLACK - own;
  const king = lists[16 * (own + KING)]!;
  let pinCount = 0;
  let checks = 0;
  let checker = 0;

  const forward = own === 0 ? RANK : -RANK;
  if (cells[king + forward - 1] === foe + PAWN) {
    checks++;
    checker = king + forward - 1;
  } else if (cells[king + forward + 1] === foe + PAWN) {
    checks++;
    checker = king + forward + 1;
  }
  const knights = 16 * (foe + KNIGHT);
  for (let last = knights + counts[foe + KNIGHT]!, at = knights; at < last; at++) {
    if (REACH[MIDDLE + king - lists[at]!]! & (1 << KNIGHT)) {
      checks++;
      checker = lists[at]!;
    }
  }
  for (let kind = BISHOP; kind <= QUEEN; kind++) {
    const first = 16 * (foe + kind);
    for (let last = first + counts[foe + kind]!, at = first; at < last; at++) {
      const from = lists[at]!;
      if ((REACH[MIDDLE + from - king]! & (1 << kind)) === 0) continue;
      const step = STEP[MIDDLE + from - king]!;
      let way = king + step;
      while (cells[way] === EMPTY) way += step;
      if (way === from) {
        checks++;
        checker = from;
      } else if (belongs(cells[way]!, own)) {
        const candidate = way;
        way += step;
        while (cells[way] === EMPTY) way += step;
        if (way === from) {
          pins[candidate] = step < 0 ? -step : step;
          pinned[pinCount++] = candidate;
        }
      }
    }
  }

  let end = offset;
  if (checks < 2) {
    end = generatePawns(board, into, end);
    end = generateKnights(board, into, end);
    end = generateSliders(board, BISHOP, 0, 4, into, end);
    end = generateSliders(board, ROOK, 4, 8, into, end);
    end = generateSliders(board, QUEEN, 0, 8, into, end);
    if (checks === 1) end = keepSaving(king, checker, into, offset, end);
    if (board.enPassant !== 0) end = generateEnPassant(board, into, end);
    if (checks === 0 && board.castling !== 0) end = generateCastling(board, king, into, end);
  }
  for (let pin = 0; pin < pinCount; pin++) pins[pinned[pin]!] = 0;
  return generateKing(board, king, into, end) - offset;
}

function generatePawns(board: Board, into: Int32Array, offset: number): number {
  const { cells, lists, own } = board;
  const foe = BLACK - own;
  const forward = own === 0 ? RANK : -RANK;
  const jump = own === 0 ? 8 * 64 : -8 * 64;
  const side = own === 0 ? 0 : 1;
  const home = PAWN_RANK[side];
  const beforeLast = PROMOTION_RANK[side] - (own === 0 ? 1 : -1);
  let end = offset;
  const first = 16 * (own + PAWN);
  for (let last = first + board.counts[own + PAWN]!, at = first; at < last; at++) {
    const from = lists[at]!;
    const pin = pins[from]!;
    const stay = 65 * SQUARE[from]!;
    const row = from >> 4;
    if ((pin === 0 || pin === RANK) && cells[from + forward] === EMPTY) {
      if (row === beforeLast) {
        for (let kind = 0; kind < 4; kind++) into[end++] = (stay + jump) | PROMOTIONS[kind]!;
      } else {
        into[end++] = stay + jump;
        if (row === home && cells[from + 2 * forward] === EMPTY) into[end++] = stay + 2 * jump;
      }
    }
    for (let aside = -1; aside <= 1; aside += 2) {
      const step = forward + aside;
      if (!belongs(cells[from + step]!, foe)) continue;
      if (pin !== 0 && pin !== step && pin !== 0 - step) continue;
      const action = stay + jump + 64 * aside;
      if (row === beforeLast) {
        for (let kind = 0; kind < 4; kind++) into[end++] = action | PROMOTIONS[kind]!;
      } else {
        into[end++] = action;
      }
    }
  }
  return end;
}

function generateKnights(board: Board, into: Int32Array, offset: number): number {
  const { cells, lists, own } = board;
  const foe = BLACK - own;
  let end = offset;
  const first = 16 * (own + KNIGHT);
  for (let last = first + board.counts[own + KNIGHT]!, at = first; at < last; at++) {
    const from = lists[at]!;
    if (pins[from] !== 0) continue;
    const stay = 65 * SQUARE[from]!;
    for (let index = 0; index < 8; index++) {
      const piece = cells[from + KNIGHT_STEPS[index]!]!;
      if (piece === EMPTY || belongs(piece, foe)) into[end++] = stay + KNIGHT_JUMPS[index]!;
    }
  }
  return end;
}

function generateSliders(
  board: Board,
  kind: number,
  firstStep: number,
  lastStep: number,
  into: Int32Array,
  offset: number,
): number {
  const { cells, lists, own } = board;
  const foe = BLACK - own;
  let end = offset;
  const first = 16 * (own + kind);
  for (let last = first + board.counts[own + kind]!, at = first; at < last; at++) {
    const from = lists[at]!;
    const pin = pins[from]!;
    const stay = 65 * SQUARE[from]!;
    for (let index = firstStep; index < lastStep; index++) {
      const step = STEPS[index]!;
      if (pin !== 0 && pin !== step && pin !== 0 - step) continue;
      const jump = JUMPS[index]!;
      let way = from + step;
      let action = stay + jump;
      let piece = cells[way]!;
      while (piece === EMPTY) {
        into[end++] = action;
        action += jump;
        way += step;
        piece = cells[way]!;
      }
      if (belongs(piece, foe)) into[end++] = action;
    }
  }
  return end;
}

/** Of the moves from `first` on, keeps those that capture the checker or step between. */
function keepSaving(king: number, checker: number, into: Int32Array, first: number, last: number): number {
  const step = STEP[MIDDLE + checker - king]!;
  saving[checker] = 1;
  if (step !== 0) for (let way = king + step; way !== checker; way += step) saving[way] = 1;
  let end = first;
  for (let at = first; at < last; at++) {
    const action = into[at]!;
    if (saving[CELL[(action >> 6) & 63]!] === 1) into[end++] = action;
  }
  saving[checker] = 0;
  if (step !== 0) for (let way = king + step; way !== checker; way += step) saving[way] = 0;
  return end;
}

function generateEnPassant(board: Board, into: Int32Array, offset: number): number {
  const { cells, own, enPassant } = board;
  const behind = own === 0 ? enPassant - RANK : enPassant + RANK;
  let end = offset;
  for (let from = behind - 1; from <= behind + 1; from += 2) {
    if (cells[from] === own + PAWN && capturesEnPassant(board, from, enPassant)) {
      into[end++] = SQUARE[from]! | (SQUARE[enPassant]! << 6);
    }
  }
  return end;
}

function generateCastling(board: Board, king: number, into: Int32Array, offset: number): number {
  const stay = 65 * SQUARE[king]!;
  let end = offset;
  if (mayCastle(board, king, 0)) into[end++] = stay + 2 * 64;
  if (mayCastle(board, king, 1)) into[end++] = stay - 2 * 64;
  return end;
}

function generateKing(board: Board, king: number, into: Int32Array, offset: number): number {
  const { cells, own } = board;
  const foe = BLACK - own;
  const stay = 65 * SQUARE[king]!;
  let end = offset;
  // The king does not shield the squares behind it.
  cells[king] = EMPTY;
  for (let index = 0; index < 8; index++) {
    const to = king + STEPS[index]!;
    const piece = cells[to]!;
    if (piece !== EMPTY && !belongs(piece, foe)) continue;
    if (!attacked(board, to, foe)) into[end++] = stay + JUMPS[index]!;
  }
  cells[king] = own + KING;
  return end;
}
