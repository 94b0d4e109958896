import type { Game } from "@vlm/types";
import { drawBy } from "../draw.js";
import { OPEN } from "../grid.js";
import { returnsOf } from "../returns.js";
import { parse, write } from "./notation.js";
import { UltimatePosition } from "./position.js";
import { actions, isLegal, play, start } from "./rules.js";
import type { UltimateState } from "./state.js";

/** Of the playout under way; playouts never interleave. */
const scratch = new UltimatePosition();

/**
 * Ultimate Tic-Tac-Toe by OpenSpiel's rules, with one action a move: 9 × board + cell, `"(1,1)/(0,2)"`.
 *
 * Won and full boards are closed. The cell played is the board the other player must play on; at the start, and when that
 * board is closed, any open one will do. Three won boards in a row win; with all nine closed and no row, it is a draw.
 */
export const ultimateTicTacToe: Game<UltimateState, number> = {
  name: "ultimate_tic_tac_toe",
  players: 2,
  start,
  turn: (state) => state.player,
  actions,
  play,
  result: (state) => (state.outcome === OPEN ? null : returnsOf(state.outcome)),
  write,
  read(text, state) {
    const action = parse(text);
    return action !== null && isLegal(state, action) ? action : null;
  },
  playout(state, random) {
    scratch.reset(state);
    return returnsOf(scratch.roll(drawBy(random)));
  },
  position: () => new UltimatePosition(),
};
