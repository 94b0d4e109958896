import { addNoise, assignPriors } from "./priors.js";
import type { Run } from "./run.js";

/**
 * Gives the node where the ground stands its children, false where the tree is full.
 *
 * @param shares priors of sum 1 in the order of the actions; null: all alike
 */
export function expand<State, Action>(run: Run<State, Action>, node: number, shares: Float64Array | null): boolean {
  const { tree, ground, numbers, settings } = run;
  if (!tree.expand(node, ground, settings.maxNodes)) return false;
  if (settings.puct) {
    assignPriors(tree, node, shares, numbers.draw);
    if (node === 0 && settings.rootNoise !== null) addNoise(tree, settings.rootNoise, numbers);
  }
  return true;
}
