import { random } from "@vlm/mcts";
import type { Draw, Game } from "@vlm/types";
import type { Work } from "../case.js";
import { rules } from "./rules.js";
import type { PlayoutWork } from "./work.js";

/** Random games on the game's position, as search plays them. */
export function playoutWork({ game: name, games }: PlayoutWork): Work {
  const game: Game<unknown, unknown> = rules[name]!;
  const start = game.start();
  const first = game.turn(start);
  const position = game.position!();
  const returns = new Float64Array(game.players);
  position.reset(start);
  const run = (call: number): number => {
    const next = random(1 + call);
    const draw: Draw = (count) => (next() * count) | 0;
    let sum = 0;
    for (let count = 0; count < games; count++) {
      position.rewind();
      position.playout(draw, returns);
      sum += returns[first]!;
    }
    return sum / games;
  };
  return { run, output: (call) => ({ first: Float32Array.of(run(call)) }) };
}
