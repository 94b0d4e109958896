import type { Draw } from "@vlm/types";
import { COUNT, DRAWN, FULL, HAS_LINE, NTH_SQUARE, type Outcome } from "../grid.js";

// Scratch of the playout under way: playouts never interleave, and a fresh array per game costs more than the game.
/** [9] empty squares of each board. */
const empty = new Int32Array(9);
/** [18] squares taken by x on boards 0 to 8, then by o. */
const taken = new Int32Array(18);

/**
 * Plays uniformly random actions to the end of an open game; the arguments are those of `UltimatePosition`.
 *
 * @param boardFirst a free move is a board and then a cell, each uniform, instead of one of all the cells
 */
export function roll(
  marks: Int32Array,
  closed: number,
  won: number,
  forced: number,
  player: number,
  draw: Draw,
  boardFirst: boolean,
): Outcome {
  let open = FULL & ~closed;
  // Empty cells on open boards, so that a free move is one draw over all of them.
  let room = 0;
  for (let board = 0; board < 9; board++) {
    const both = marks[board]!;
    const free = (open >> board) & 1 ? FULL & ~(both | (both >> 9)) : 0;
    taken[board] = both & FULL;
    taken[9 + board] = both >> 9;
    empty[board] = free;
    room += COUNT[free]!;
  }
  let board = forced;
  let first = 9 * player;
  for (;;) {
    let squares: number;
    let nth: number;
    if (board < 0 && boardFirst) board = NTH_SQUARE[16 * open + draw(COUNT[open]!)]!;
    if (board >= 0) {
      squares = empty[board]!;
      nth = draw(COUNT[squares]!);
    } else {
      nth = draw(room);
      board = 0;
      squares = empty[0]!;
      for (let count = COUNT[squares]!; nth >= count; count = COUNT[squares]!) {
        nth -= count;
        squares = empty[++board]!;
      }
    }
    const cell = NTH_SQUARE[16 * squares + nth]!;
    const bit = 1 << cell;
    const own = taken[first + board]! | bit;
    const left = squares ^ bit;
    taken[first + board] = own;
    empty[board] = left;
    room--;
    if (HAS_LINE[own]) {
      empty[board] = 0;
      open ^= 1 << board;
      room -= COUNT[left]!;
      won |= 1 << (first + board);
      if (HAS_LINE[(won >> first) & FULL]) return (first === 0 ? 1 : 2) as Outcome;
    } else if (left === 0) {
      open ^= 1 << board;
    }
    if (open === 0) return DRAWN;
    board = (open >> cell) & 1 ? cell : -1;
    first = 9 - first;
  }
}
