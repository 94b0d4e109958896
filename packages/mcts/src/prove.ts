import type { Tree } from "./tree.js";

/** The greatest return there is: whoever can have it needs to look no further. */
export const WIN = 1;
export const LOSS = -1;

/**
 * Carries a newly known outcome up the path as far as it decides: a node is proven when its player has a proven win, or
 * when all its children are proven, and is then worth the best of them to its player.
 *
 * @param length how many nodes of `tree.path` lead from the root to the one with the known outcome
 * @see Winands, Björnsson and Saito 2008, Monte-Carlo Tree Search Solver
 */
export function prove<State, Action>(tree: Tree<State, Action>, length: number): void {
  const { path } = tree;
  for (let depth = length - 1; depth > 0; depth--) {
    const parent = path[depth - 1]!;
    const player = tree.player[parent]!;
    const value = tree.outcome[path[depth]!]![player]!;
    // A proven loss is never visited again; any other proven child is, as a leaf of that worth.
    tree.mean[path[depth]!] = value === LOSS ? -Infinity : value;
    const outcome = value === WIN ? tree.outcome[path[depth]!] : bestOfProven(tree, parent, player);
    if (outcome === undefined) return;
    tree.outcome[parent] = outcome;
  }
}

/** The child's outcome that is best for the player, if all children are proven. */
function bestOfProven<State, Action>(
  tree: Tree<State, Action>,
  node: number,
  player: number,
): readonly number[] | undefined {
  const first = tree.firstChild[node]!;
  let best: readonly number[] | undefined;
  for (let child = first; child < first + tree.childCount[node]!; child++) {
    const outcome = tree.outcome[child];
    if (outcome === undefined) return undefined;
    if (best === undefined || outcome[player]! > best[player]!) best = outcome;
  }
  return best;
}
