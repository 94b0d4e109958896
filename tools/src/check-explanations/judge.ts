import { random, type SearchResult, search } from "@vlm/mcts";
import type { CheckedClaim } from "@vlm/tasks/testing";
import type { Game } from "@vlm/types";
import { type Moment, randomMoments } from "./positions.js";

/** How a game is explained and its explanations are checked. */
export interface Subject<State> {
  readonly game: Game<State, number>;
  readonly simulations: number;
  /** One position in so many of a random game. */
  readonly gap: number;
  readonly explain: (state: State, search: SearchResult<number>) => string;
  readonly check: (explanation: string, moment: Moment<State>, search: SearchResult<number>) => readonly CheckedClaim[];
}

export interface Verdict {
  readonly positions: number;
  /** Statements of each kind. */
  readonly counts: ReadonlyMap<string, number>;
  /** Those that are not true, or that no rule knows, with the explanation that they stand in. */
  readonly untrue: readonly string[];
}

/** Explains one move in each of many random positions: the search's in every fourth, any legal one in the others. */
export function judge<State>(
  { game, simulations, gap, explain, check }: Subject<State>,
  { count, seed }: { readonly count: number; readonly seed: number },
): Verdict {
  const counts = new Map<string, number>();
  const untrue: string[] = [];
  let positions = 0;
  for (const moment of randomMoments(game, { count, seed, gap })) {
    const options = { simulations, seed: seed + positions };
    const found = positions % 4 === 0 ? search(game, moment.state, options) : guess(game, moment.state, options.seed);
    positions++;
    const explanation = explain(moment.state, found);
    for (const { claim, sentence, holds } of check(explanation, moment, found)) {
      const kind = claim ?? "unknown";
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
      if (!holds) untrue.push(`${kind}: ${sentence}\n  ${explanation.replace("\n", " ")}`);
    }
  }
  return { positions, counts, untrue };
}

/** A search that knows nothing: any action may be its best, at any value. */
function guess<State>(game: Game<State, number>, state: State, seed: number): SearchResult<number> {
  const next = random(seed, 1);
  const actions = game.actions(state).map((action) => ({ action, visits: 1, value: 2 * next() - 1, proven: null }));
  const best = actions[Math.floor(next() * actions.length)]!;
  return { best: best.action, value: best.value, simulations: actions.length + 1, actions };
}
