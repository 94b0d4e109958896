import { expand } from "./expand.js";
import type { Run } from "./run.js";
import { select } from "./select.js";
import { PENDING } from "./tree.js";

/**
 * Follows selection to a node that was never visited, or whose outcome is known, or that the full tree cannot expand, with
 * its way in `tree.path`. A node gets its children at its second visit, or with its priors.
 *
 * The ground then stands at that node.
 *
 * @returns the length of the way, or −1 where it ends at a leaf whose evaluation is under way
 */
export function descend<State, Action>(run: Run<State, Action>): number {
  const { tree, ground, numbers, settings } = run;
  const { draw } = numbers;
  let node = 0;
  let depth = 0;
  tree.path[0] = 0;
  ground.rewind();
  // Where search does not go below known outcomes, selection has passed them by.
  while (tree.firstChild[node]! > 0) {
    node = select(tree, node, settings, draw);
    tree.step(++depth, node);
    ground.play(tree.action[node]!, node);
  }
  if (tree.known[node] !== 0) return depth;
  if (tree.firstChild[node] === PENDING) return -1;
  if (tree.visits[node]! > 0 && expand(run, node, null)) {
    node = select(tree, node, settings, draw);
    tree.step(++depth, node);
    ground.play(tree.action[node]!, node);
  }
  return depth;
}
