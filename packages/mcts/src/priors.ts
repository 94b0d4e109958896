import type { Draw } from "@vlm/types";
import { dirichlet } from "./dirichlet.js";
import type { Generator } from "./generator.js";
import type { RootNoise } from "./settings.js";
import type { Tree } from "./tree.js";

/**
 * Opens all children of a newly expanded node to PUCT, in random order, so that chance decides between equals.
 *
 * @param priors in the order of the actions, of sum 1; null: all alike
 */
export function assignPriors(tree: Tree, node: number, priors: Float64Array | null, draw: Draw): void {
  const first = tree.firstChild[node]!;
  const count = tree.childCount[node]!;
  const { action, prior, mean, spread } = tree;
  for (let index = 0; index < count; index++) prior[first + index] = priors === null ? 1 / count : priors[index]!;
  for (let index = 0; index < count; index++) {
    const here = first + index;
    const drawn = here + draw(count - index);
    const otherAction = action[drawn]!;
    const otherPrior = prior[drawn]!;
    action[drawn] = action[here]!;
    prior[drawn] = prior[here]!;
    action[here] = otherAction;
    prior[here] = otherPrior;
    mean[here] = 0;
    spread[here] = otherPrior;
  }
  tree.tried[node] = count;
}

/** Mixes Dirichlet noise into the priors of an expanded root. */
export function addNoise(tree: Tree, { alpha, fraction }: RootNoise, { random }: Generator): void {
  const first = tree.firstChild[0]!;
  const noise = dirichlet(alpha, tree.childCount[0]!, random);
  for (const [index, share] of noise.entries()) {
    const child = first + index;
    const prior = (1 - fraction) * tree.prior[child]! + fraction * share;
    tree.prior[child] = prior;
    // A bare outcome has no exploration term.
    if (tree.spread[child] !== 0) tree.spread[child] = prior / (tree.visits[child]! + 1);
  }
}
