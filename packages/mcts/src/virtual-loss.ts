import { LOSS } from "./prove.js";
import type { Settings } from "./settings.js";
import type { Tree } from "./tree.js";

/**
 * Counts a visit that its player lost on every node of the path, so that the next simulation goes elsewhere.
 *
 * @see Chaslot, Winands and van den Herik 2008, Parallel Monte-Carlo Tree Search
 */
export function lend(tree: Tree, depth: number, puct: boolean): void {
  const { path, visits, mean } = tree;
  for (let level = depth; level > 0; level--) {
    const node = path[level]!;
    const count = visits[node]!;
    visits[node] = count + 1;
    if (tree.known[node] === 0) mean[node] = (count * mean[node]! + LOSS) / (count + 1);
    spreadOut(tree, node, puct);
  }
  visits[0]!++;
}

/** Takes the visits back, before they are credited or given up. */
export function redeem(tree: Tree, depth: number): void {
  for (let level = depth; level >= 0; level--) tree.visits[tree.path[level]!]!--;
}

/** Makes the path what it was before: the last one lent must be the first given up. */
export function giveUp(tree: Tree, depth: number, puct: boolean): void {
  redeem(tree, depth);
  for (let level = depth; level > 0; level--) {
    const node = tree.path[level]!;
    const visits = tree.visits[node]!;
    if (tree.known[node] === 0) tree.mean[node] = visits === 0 ? 0 : tree.total[node]! / visits;
    spreadOut(tree, node, puct);
  }
  untry(tree, depth, puct);
}

/** Puts a leaf that was never visited back among the children not tried. */
export function untry(tree: Tree, depth: number, puct: boolean): void {
  if (depth > 0 && !puct && tree.visits[tree.path[depth]!] === 0) tree.tried[tree.path[depth - 1]!]!--;
}

/** Keeps selection away from nodes of the path that were proven while the leaf was evaluated. */
export function keepKnown<State>(tree: Tree, depth: number, { skipKnown }: Settings<State>): void {
  for (let level = depth; level > 0; level--) {
    const node = tree.path[level]!;
    if (skipKnown && tree.known[node] !== 0) tree.mean[node] = -Infinity;
  }
}

function spreadOut(tree: Tree, node: number, puct: boolean): void {
  // A bare outcome has no exploration term.
  if (tree.spread[node] === 0) return;
  const visits = tree.visits[node]!;
  tree.spread[node] = puct ? tree.prior[node]! / (visits + 1) : 1 / Math.sqrt(Math.max(visits, 1));
}
