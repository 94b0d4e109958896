import type { Settings } from "./settings.js";
import { moverOf, resortOf, seatOf, type Tree } from "./tree.js";

/** The greatest return there is: whoever can have it needs to look no further. */
export const WIN = 1;
export const LOSS = -1;

/**
 * Makes the outcome of the path's last node known, and carries it up as far as it decides: a node is proven when its player
 * has a proven win, or when all its children are known, and is then worth the best of them to its player.
 *
 * @see Winands, Björnsson and Saito 2008, Monte-Carlo Tree Search Solver
 */
export function learn<State>(tree: Tree, depth: number, outcome: number, settings: Settings<State>): void {
  const { path, known, seat, mean, spread, outcomes } = tree;
  known[path[depth]!] = outcome;
  for (let level = depth; level > 0; level--) {
    const node = path[level]!;
    const parent = path[level - 1]!;
    const mover = moverOf(seat[parent]!);
    const resort = resortOf(seat[parent]!);
    const value = outcomes.value(known[node]!, mover);
    mean[node] = settings.skipKnown ? -Infinity : value;
    if (settings.bareOutcomes) spread[node] = 0;
    if (!settings.solve) return;
    if (resort === 0 || value > outcomes.value(resort, mover)) seat[parent] = seatOf(mover, known[node]!);
    if (value !== WIN && !allKnown(tree, parent)) return;
    known[parent] = resortOf(seat[parent]!);
  }
}

function allKnown({ firstChild, childCount, known }: Tree, node: number): boolean {
  const first = firstChild[node]!;
  for (let child = first; child < first + childCount[node]!; child++) if (known[child] === 0) return false;
  return true;
}
