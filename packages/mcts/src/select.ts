import type { Draw } from "@vlm/types";
import { ROOT, ROOT_OF_LOG, TABLED } from "./counts.js";
import type { Settings } from "./settings.js";
import type { Tree } from "./tree.js";

/**
 * The child to visit next, the first of equals. By UCB1 an unvisited one at random, else of the greatest
 * mean + c √(ln N / n); by PUCT of the greatest mean + c · prior · √N / (n + 1).
 *
 * @see Auer et al. 2002, UCB1; Silver et al. 2017, AlphaZero's PUCT
 */
export function select<State>(
  tree: Tree,
  node: number,
  { explorationConstant, puct }: Settings<State>,
  draw: Draw,
): number {
  const first = tree.firstChild[node]!;
  const count = tree.childCount[node]!;
  const tried = tree.tried[node]!;
  if (tried < count) return tryNew(tree, node, first, tried, count, draw);
  const { mean, spread } = tree;
  const visits = tree.visits[node]!;
  const growth = puct
    ? visits < TABLED
      ? ROOT[visits]!
      : Math.sqrt(visits)
    : visits < TABLED
      ? ROOT_OF_LOG[visits]!
      : Math.sqrt(Math.log(visits));
  const reach = explorationConstant * growth;
  let best = first;
  let greatest = -Infinity;
  for (let child = first; child < first + count; child++) {
    const bound = mean[child]! + reach * spread[child]!;
    if (bound > greatest) {
      greatest = bound;
      best = child;
    }
  }
  return best;
}

/** A step of Fisher and Yates's shuffle. Children never tried differ in nothing but the action. */
function tryNew(tree: Tree, node: number, first: number, count: number, all: number, draw: Draw): number {
  const { action, tried } = tree;
  const next = first + count;
  // The last one left needs no number.
  const drawn = all - count > 1 ? next + draw(all - count) : next;
  const other = action[drawn]!;
  action[drawn] = action[next]!;
  action[next] = other;
  tried[node] = count + 1;
  tree.mean[next] = 0;
  tree.spread[next] = 1;
  return next;
}
