import type { Game } from "@vlm/types";
import { drawBy } from "../draw.js";
import { OPEN } from "../grid.js";
import { returnsOf } from "../returns.js";
import { parse, write } from "./notation.js";
import { TicTacToePosition } from "./position.js";
import { actions, isLegal, play, start } from "./rules.js";
import type { TicTacToeState } from "./state.js";

/** Of the playout under way; playouts never interleave. */
const scratch = new TicTacToePosition();

/** Tic-Tac-Toe. Actions are cells, 3 × row + column; `"x(0,1)"` with the state they are played in. */
export const ticTacToe: Game<TicTacToeState, number> = {
  name: "tic_tac_toe",
  players: 2,
  start,
  turn: (state) => state.player,
  actions,
  play,
  result: (state) => (state.outcome === OPEN ? null : returnsOf(state.outcome)),
  write,
  read(text, state) {
    const action = parse(text, state);
    return action !== null && isLegal(state, action) ? action : null;
  },
  playout(state, random) {
    scratch.reset(state);
    return returnsOf(scratch.roll(drawBy(random)));
  },
  position: () => new TicTacToePosition(),
};
