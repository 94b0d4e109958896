import { type SearchResult, search } from "@vlm/mcts";
import type { Game } from "@vlm/types";
import type { Work } from "../case.js";
import { functionalUltimate } from "./functional-ultimate.js";
import { rules } from "./rules.js";
import type { SearchWork } from "./work.js";

/** A fresh search each time, as OpenSpiel's: nothing is kept from one to the next. */
export function searchWork({ game: name, functional, solve, simulations, searches }: SearchWork): Work {
  return functional ? searchesOf(functionalUltimate) : searchesOf(rules[name]!);

  function searchesOf<State, Action>(game: Game<State, Action>): Work {
    const start = game.start();
    const one = (seed: number): SearchResult<Action> => search(game, start, { simulations, solve, seed });
    const seeds = (call: number): number[] =>
      Array.from({ length: searches }, (_, place) => 1 + searches * call + place);
    return {
      run(call) {
        for (const seed of seeds(call)) one(seed);
      },
      output(call) {
        const found = seeds(call).map(one);
        const visitsOf = ({ actions }: SearchResult<Action>): number =>
          actions.reduce((sum, { visits }) => sum + visits, 0);
        return {
          simulations: Int32Array.from(found, (result) => result.simulations),
          visits: Int32Array.from(found, visitsOf),
        };
      },
    };
  }
}
