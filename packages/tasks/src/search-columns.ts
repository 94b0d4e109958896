import type { SearchedAction, SearchResult } from "@vlm/mcts";

/** What a search says of each legal action, as columns in the order of the actions. */
export interface SearchColumns {
  readonly visits: readonly number[];
  /** For the player to move, in [-1, 1]. */
  readonly values: readonly number[];
}

/** What the search found out about its best action. */
export function bestOf(search: SearchResult<number>, caller: string): SearchedAction<number> {
  const best = search.actions.find(({ action }) => action === search.best);
  if (best === undefined) {
    throw new Error(
      `tasks.${caller}: best action ${search.best} is not among the ${search.actions.length} actions of the search; ` +
        "expected its value there. Hand in the search as it was returned.",
    );
  }
  return best;
}

/** What an error says of a row whose search is not of its position. */
export interface Blame {
  readonly caller: string;
  readonly id: string;
  readonly advice?: string;
}

export function searchColumns(
  search: SearchResult<number>,
  legal: readonly number[],
  { caller, id, advice = "Search the position of the row." }: Blame,
): SearchColumns {
  const found = legal.map((action) => search.actions.find((candidate) => candidate.action === action));
  if (legal.length === 0 || search.actions.length !== legal.length || found.includes(undefined)) {
    throw new Error(
      `tasks.${caller}: row ${id} has a search over ${search.actions.length} actions and a position with ${legal.length} legal ones; ` +
        `expected the same actions, at least one. ${advice}`,
    );
  }
  return { visits: found.map((one) => one!.visits), values: found.map((one) => one!.value) };
}

/** The search that a row was made from, as far as its columns tell: nothing is proven. */
export function searchOf(
  best: number,
  legal: readonly number[],
  { visits, values }: SearchColumns,
): SearchResult<number> {
  const actions = legal.map((action, index) => ({
    action,
    visits: visits[index]!,
    value: values[index]!,
    proven: null,
  }));
  const total = visits.reduce((sum, count) => sum + count, 0);
  return { best, value: values[legal.indexOf(best)]!, simulations: total + 1, actions };
}
