import type { Random } from "@vlm/types";
import type { Tree } from "./tree.js";

/** Logarithms and roots of small counts, which are nearly all there are. */
const TABLED = 1 << 14;
const ROOT_OF_LOG = Float64Array.from({ length: TABLED }, (_, count) => Math.sqrt(Math.log(Math.max(count, 1))));

/**
 * The child to visit next: an unvisited one at random, else the greatest mean + c · √(ln N / n), the first of equals.
 *
 * @see Auer et al. 2002, UCB1
 */
export function select<State, Action>(
  tree: Tree<State, Action>,
  node: number,
  explorationConstant: number,
  random: Random,
): number {
  const first = tree.firstChild[node]!;
  const tried = tree.tried[node]!;
  const count = tree.childCount[node]!;
  if (tried < count) {
    const next = first + tried;
    const drawn = next + ((random() * (count - tried)) | 0);
    const choice = tree.choice[drawn]!;
    tree.choice[drawn] = tree.choice[next]!;
    tree.choice[next] = choice;
    tree.tried[node] = tried + 1;
    return next;
  }
  const visits = tree.visits[node]!;
  const reach = explorationConstant * (visits < TABLED ? ROOT_OF_LOG[visits]! : Math.sqrt(Math.log(visits)));
  const { mean, spread } = tree;
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
