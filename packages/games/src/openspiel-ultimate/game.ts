import type { Game } from "@vlm/types";
import { drawBy } from "../draw.js";
import { returnsOf } from "../returns.js";
import { ultimateTicTacToe } from "../ultimate/game.js";
import type { UltimateState } from "../ultimate/state.js";
import { parse, write } from "./notation.js";
import { OpenSpielUltimatePosition } from "./position.js";
import { actions, isLegal, play } from "./rules.js";

/** Of the playout under way; playouts never interleave. */
const scratch = new OpenSpielUltimatePosition();

/**
 * Ultimate Tic-Tac-Toe as OpenSpiel plays it: actions 0 to 8 are cells of the forced board, and where any board will do the
 * player first chooses one, `"Choose local board 4"`, and then moves again, `"Local board 4: x(1,1)"`.
 *
 * A chosen board is a forced one, so that each state of `ultimateTicTacToe` is also one of this game.
 */
export const openSpielUltimate: Game<UltimateState, number> = {
  name: "openspiel_ultimate_tic_tac_toe",
  players: 2,
  start: ultimateTicTacToe.start,
  turn: ultimateTicTacToe.turn,
  actions,
  play,
  result: ultimateTicTacToe.result,
  write,
  read(text, state) {
    const action = parse(text, state);
    return action !== null && isLegal(state, action) ? action : null;
  },
  playout(state, random) {
    scratch.reset(state);
    return returnsOf(scratch.roll(drawBy(random)));
  },
  position: () => new OpenSpielUltimatePosition(),
};
