import { BLACK_KEY, CASTLING_KEYS, EN_PASSANT_KEYS, PIECE_KEYS } from "./keys.js";
import { CELL, CELLS, SQUARE } from "./mailbox.js";
import { BLACK, EMPTY, KING, OUTSIDE } from "./piece.js";
import type { ChessState } from "./state.js";

const LISTS = CELLS;
const COUNTS = LISTS + 16 * 16;
const PLACES = COUNTS + 16;
const BYTES = PLACES + CELLS;

/** A position that changes in place: a mailbox, lists of pieces, and the keys of the positions so far. */
export class Board {
  readonly #bytes: Uint8Array = new Uint8Array(BYTES);
  /** What `rewind` goes back to. */
  readonly #saved: Uint8Array = new Uint8Array(BYTES);
  readonly #savedNumbers: Int32Array = new Int32Array(6);
  /** [192] piece in each cell. */
  readonly cells: Uint8Array = this.#bytes.subarray(0, LISTS);
  /** [16 × 16] cells of each piece, at 16 × piece, as many as `counts` says. */
  readonly lists: Uint8Array = this.#bytes.subarray(LISTS, COUNTS);
  /** [16] by piece. */
  readonly counts: Uint8Array = this.#bytes.subarray(COUNTS, PLACES);
  /** [192] where in its list the piece in a cell stands. */
  readonly places: Uint8Array = this.#bytes.subarray(PLACES);
  /** Two words for each position on the way, the present one at 2 × ply. */
  keys: Int32Array = new Int32Array(2 * 1024);
  ply = 0;
  /** As a piece's offset: 0 white, 6 black. */
  own = 0;
  castling = 0;
  /** Cell; 0 for none. */
  enPassant = 0;
  halfmoves = 0;
  fullmoves = 1;

  reset(state: ChessState): void {
    const { squares, earlier } = state;
    const { cells, counts } = this;
    cells.fill(OUTSIDE);
    counts.fill(0);
    for (let square = 0; square < 64; square++) {
      const piece = squares[square]!;
      cells[CELL[square]!] = EMPTY;
      if (piece === EMPTY) continue;
      if (!(piece <= BLACK + KING) || counts[piece] === 16) throw unplayable(squares);
      this.put(piece, CELL[square]!);
    }
    if (squares.length !== 64 || counts[KING] !== 1 || counts[BLACK + KING] !== 1) throw unplayable(squares);
    this.own = state.player * BLACK;
    this.castling = state.castling;
    this.enPassant = state.enPassant < 0 ? 0 : CELL[state.enPassant]!;
    this.halfmoves = state.halfmoves;
    this.fullmoves = state.fullmoves;
    this.ply = earlier.length >> 1;
    while (this.keys.length < earlier.length + 4) this.lengthen();
    this.keys.set(earlier);
    this.#hash();
    this.#saved.set(this.#bytes);
    const numbers = this.#savedNumbers;
    numbers[0] = this.own;
    numbers[1] = this.castling;
    numbers[2] = this.enPassant;
    numbers[3] = this.halfmoves;
    numbers[4] = this.fullmoves;
    numbers[5] = this.ply;
  }

  /** Back to the state of the last `reset`. */
  rewind(): void {
    const numbers = this.#savedNumbers;
    this.#bytes.set(this.#saved);
    this.own = numbers[0]!;
    this.castling = numbers[1]!;
    this.enPassant = numbers[2]!;
    this.halfmoves = numbers[3]!;
    this.fullmoves = numbers[4]!;
    this.ply = numbers[5]!;
  }

  state(): ChessState {
    const squares = new Uint8Array(64);
    for (let square = 0; square < 64; square++) squares[square] = this.cells[CELL[square]!]!;
    const known = Math.min(this.halfmoves, this.ply);
    return {
      squares,
      player: this.own === 0 ? 0 : 1,
      castling: this.castling,
      enPassant: this.enPassant === 0 ? -1 : SQUARE[this.enPassant]!,
      halfmoves: this.halfmoves,
      fullmoves: this.fullmoves,
      earlier: this.keys.slice(2 * (this.ply - known), 2 * this.ply),
    };
  }

  put(piece: number, cell: number): void {
    const place = this.counts[piece]!;
    this.cells[cell] = piece;
    this.places[cell] = place;
    this.lists[16 * piece + place] = cell;
    this.counts[piece] = place + 1;
  }

  /** Takes a piece off its list; its cell is the caller's business. */
  unlist(piece: number, cell: number): void {
    const last = this.counts[piece]! - 1;
    const place = this.places[cell]!;
    const moved = this.lists[16 * piece + last]!;
    this.lists[16 * piece + place] = moved;
    this.places[moved] = place;
    this.counts[piece] = last;
  }

  /** Moves a piece between two cells, the second of which is free. */
  shift(piece: number, from: number, to: number): void {
    const place = this.places[from]!;
    this.cells[from] = EMPTY;
    this.cells[to] = piece;
    this.places[to] = place;
    this.lists[16 * piece + place] = to;
  }

  lengthen(): void {
    const keys = new Int32Array(2 * this.keys.length);
    keys.set(this.keys);
    this.keys = keys;
  }

  #hash(): void {
    let low = CASTLING_KEYS[2 * this.castling]!;
    let high = CASTLING_KEYS[2 * this.castling + 1]!;
    const add = (table: Int32Array, index: number): void => {
      low ^= table[2 * index]!;
      high ^= table[2 * index + 1]!;
    };
    for (let square = 0; square < 64; square++) {
      const piece = this.cells[CELL[square]!]!;
      if (piece !== EMPTY) add(PIECE_KEYS, 64 * piece + square);
    }
    if (this.enPassant !== 0) add(EN_PASSANT_KEYS, SQUARE[this.enPassant]!);
    if (this.own !== 0) add(BLACK_KEY, 0);
    this.keys[2 * this.ply] = low;
    this.keys[2 * this.ply + 1] = high;
  }
}

function unplayable(squares: Uint8Array): RangeError {
  const pieces = Array.from(squares, (piece) => Number(piece)).filter((piece) => piece !== EMPTY);
  return new RangeError(
    `games.chess: squares hold ${squares.length} values, ${pieces.filter((piece) => piece === KING).length} of them a white king and ${pieces.filter((piece) => piece === BLACK + KING).length} a black one; expected 64 codes from 0 to 12 with one king each. Make states with readFen.`,
  );
}
