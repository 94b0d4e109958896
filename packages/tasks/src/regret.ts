import type { SearchResult } from "@vlm/mcts";

/**
 * Value of the search's best action − value of the action, at least 0, in the search's units.
 *
 * Give it a deeper search than the one that taught. Null, no legal move at all, counts as the worst action. An action that
 * the search never visited, having proved a win elsewhere, counts with the value reported for it.
 */
export function regret<A>(search: SearchResult<A>, action: A | null): number {
  const value = action === null ? Math.min(...search.actions.map((known) => known.value)) : valueIn(search, action);
  return Math.max(0, valueIn(search, search.best) - value);
}

function valueIn<A>({ actions }: SearchResult<A>, wanted: A): number {
  const found = actions.find((known) => known.action === wanted);
  if (found === undefined) {
    throw new Error(
      `tasks.regret: action ${wanted} is not among the ${actions.length} of the search; expected one of ` +
        `${actions.map((known) => known.action).join(", ")}. Search the position that the action was played in.`,
    );
  }
  return found.value;
}
