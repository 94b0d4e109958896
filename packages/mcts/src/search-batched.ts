import type { Game } from "@vlm/types";
import { checkCount } from "./check.js";
import type { BatchEvaluator } from "./evaluator.js";
import { bounds, type Limits } from "./limits.js";
import type { SearchReport } from "./result.js";
import { Searcher } from "./searcher.js";
import type { SearchOptions } from "./settings.js";

export interface BatchOptions<State> extends Limits {
  /** Asked once a round about the leaves of all searches: a model, for instance. */
  readonly evaluator: BatchEvaluator<State>;
  /** Leaves a search at most in a round. Above 1 they are chosen with virtual losses, and worse the more there are. */
  readonly leaves?: number;
}

/**
 * Searches several positions at once, and evaluates their leaves together.
 *
 * With one leaf each, every search is what it would be alone. If the evaluator fails, its error is thrown, and the searchers
 * stand as before that round.
 */
export async function searchBatched<State, Action>(
  searchers: readonly Searcher<State, Action>[],
  { evaluator, leaves = 1, ...limits }: BatchOptions<State>,
): Promise<SearchReport<Action>[]> {
  checkCount("searchBatched", "leaves", leaves, 1);
  const { simulations, timeMs } = bounds("searchBatched", limits);
  const end = timeMs === Infinity ? Infinity : performance.now() + timeMs;
  for (const searcher of searchers) searcher.resume();
  try {
    while (end === Infinity || performance.now() < end) {
      const asked = searchers.map((searcher) => askWithin(searcher, leaves, simulations));
      const states = asked.flat();
      if (states.length === 0) break;
      const evaluations = await evaluator(states);
      if (evaluations.length !== states.length) {
        throw new RangeError(
          `mcts.searchBatched: the evaluator gives ${evaluations.length} evaluations for ${states.length} states; expected one each, in their order. Leave none out.`,
        );
      }
      let told = 0;
      for (const [index, searcher] of searchers.entries()) {
        searcher.tell(evaluations.slice(told, told + asked[index]!.length));
        told += asked[index]!.length;
      }
    }
  } finally {
    for (const searcher of searchers) searcher.forget();
  }
  return searchers.map((searcher) => searcher.report());
}

/** The next leaves to evaluate; none when the search is at its end. */
function askWithin<State, Action>(
  searcher: Searcher<State, Action>,
  leaves: number,
  simulations: number,
): readonly State[] {
  while (!searcher.solved && searcher.simulations < simulations) {
    const states = searcher.ask(Math.min(leaves, simulations - searcher.simulations));
    if (states.length > 0) return states;
  }
  return [];
}

/** `search` with an evaluator that takes its time: a model, for instance. */
export async function searchAsync<State, Action>(
  game: Game<State, Action>,
  state: State,
  {
    evaluator,
    leaves = 1,
    simulations,
    timeMs,
    ...options
  }: Omit<SearchOptions<State>, "evaluator"> & BatchOptions<State>,
): Promise<SearchReport<Action>> {
  const searcher = new Searcher(game, state, options);
  const [found] = await searchBatched([searcher], { evaluator, leaves, simulations, timeMs });
  return found!;
}
