import type { Random } from "@vlm/types";
import { rank } from "./rank.js";
import type { SearchedAction, SearchResult } from "./result.js";
import type { Tree } from "./tree.js";

/** What the root and its children have to say after so many simulations. Among equally good actions the best is drawn. */
export function report<State, Action>(
  tree: Tree<State, Action>,
  actions: readonly Action[],
  simulations: number,
  random: Random,
): SearchResult<Action> {
  const player = tree.player[0]!;
  const searched = new Array<SearchedAction<Action>>(actions.length);
  for (let child = tree.firstChild[0]!; child < tree.firstChild[0]! + actions.length; child++) {
    const choice = tree.choice[child]!;
    const visits = tree.visits[child]!;
    const proven = tree.outcome[child]?.[player] ?? null;
    const value = proven ?? (visits === 0 ? 0 : tree.total[child]! / visits);
    searched[choice] = { action: actions[choice]!, visits, value, proven };
  }
  const first = searched.reduce((best, next) => (rank(next, best) > 0 ? next : best));
  const equals = searched.filter((one) => rank(one, first) === 0);
  const { action: best } = equals[Math.floor(random() * equals.length)]!;
  const value = tree.outcome[0]?.[player] ?? tree.total[0]! / tree.visits[0]!;
  return { best, value, simulations, actions: searched };
}
