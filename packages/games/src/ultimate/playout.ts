import type { Random } from "@vlm/types";
import {
  COUNT,
  DRAWN,
  FULL,
  HAS_LINE,
  NTH_SQUARE,
  O,
  OPEN,
  type Outcome,
  squaresOf,
  WON_BY_O,
  WON_BY_X,
  X,
} from "../grid.js";
import type { UltimateState } from "./state.js";

// Scratch of the playout under way: playouts never interleave, and a fresh array per game costs more than the game.
/** [18] squares taken by x on boards 0 to 8, then by o. */
const taken = new Int32Array(18);
/** [9] empty squares of each open board, none of a closed one. */
const empty = new Int32Array(9);

/** Plays uniformly random actions to the end. */
export function playout(state: UltimateState, random: Random): Outcome {
  if (state.outcome !== OPEN) return state.outcome;
  let wonByX = 0;
  let wonByO = 0;
  // Empty cells on open boards, so that a free move is one draw over all of them.
  let room = 0;
  for (let board = 0; board < 9; board++) {
    const x = squaresOf(state.cells, X, 9 * board);
    const o = squaresOf(state.cells, O, 9 * board);
    taken[board] = x;
    taken[9 + board] = o;
    const outcome = state.boards[board];
    empty[board] = outcome === OPEN ? FULL & ~(x | o) : 0;
    room += COUNT[empty[board]!]!;
    if (outcome === WON_BY_X) wonByX |= 1 << board;
    else if (outcome === WON_BY_O) wonByO |= 1 << board;
  }
  let board = state.forced;
  let player: number = state.player;
  for (;;) {
    let squares: number;
    let draw: number;
    if (board >= 0) {
      squares = empty[board]!;
      draw = (random() * COUNT[squares]!) | 0;
    } else {
      draw = (random() * room) | 0;
      board = 0;
      squares = empty[0]!;
      for (let count = COUNT[squares]!; draw >= count; count = COUNT[squares]!) {
        draw -= count;
        squares = empty[++board]!;
      }
    }
    const cell = NTH_SQUARE[16 * squares + draw]!;
    const bit = 1 << cell;
    const own = taken[9 * player + board]! | bit;
    taken[9 * player + board] = own;
    empty[board] = squares ^ bit;
    room--;
    if (HAS_LINE[own]) {
      room -= COUNT[squares ^ bit]!;
      empty[board] = 0;
      const won = (player === 0 ? wonByX : wonByO) | (1 << board);
      if (HAS_LINE[won]) return (player + 1) as Outcome;
      if (player === 0) wonByX = won;
      else wonByO = won;
    }
    if (room === 0) return DRAWN;
    board = empty[cell] === 0 ? -1 : cell;
    player = 1 - player;
  }
}
