import type { Draw, Game } from "@vlm/types";
import { expect, it } from "vitest";
import { connectFour } from "./connect-four/game.js";
import { openSpielUltimate } from "./openspiel-ultimate/game.js";
import { ticTacToe } from "./tic-tac-toe/game.js";
import { ultimateTicTacToe } from "./ultimate/game.js";

/** Integers from a 32-bit xorshift, so that no number is boxed on the way. */
function xorshift(): Draw {
  let bits = 1;
  return (count) => {
    bits ^= bits << 13;
    bits ^= bits >>> 17;
    bits ^= bits << 5;
    return Math.imul((bits >>> 8) & 0xffff, count) >>> 16;
  };
}

/** A few plies from the root and a playout, so many times: what a search does with a position. */
function simulate<State>(game: Game<State, number>): (times: number) => void {
  const position = game.position!();
  const draw = xorshift();
  const actions = new Int32Array(81);
  const returns = new Float64Array(2);
  position.reset(game.start());
  return (times) => {
    for (let time = 0; time < times; time++) {
      position.rewind();
      for (let ply = 0; ply < 8 && !position.result(returns); ply++) {
        position.play(actions[draw(position.actions(actions, 0))]!);
      }
      position.playout(draw, returns);
    }
  };
}

it.each([ticTacToe, connectFour, ultimateTicTacToe, openSpielUltimate] as Game<unknown, number>[])(
  "allocates nothing in steady state ($name)",
  (game) => {
    const run = simulate(game);
    run(20_000);
    // One number or object a simulation would be 160 kB and more; a collection in between makes one try useless.
    const grown = Array.from({ length: 5 }, () => {
      const before = process.memoryUsage().heapUsed;
      run(10_000);
      return Math.abs(process.memoryUsage().heapUsed - before);
    });
    expect(Math.min(...grown)).toBeLessThan(80_000);
  },
);
