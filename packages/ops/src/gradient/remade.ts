import * as tf from "@tensorflow/tfjs-core";
import { isRecording } from "./tape.js";

/** How a tensor's numbers come about. */
interface Recipe {
  readonly sources: readonly tf.Tensor[];
  make(sources: readonly tf.Tensor[]): tf.Tensor;
}

/** By the data of a tensor, which reshaped ones share. */
const recipes = new WeakMap<tf.DataId, Recipe>();

/**
 * make(sources), which operators that need it in their backward passes do not keep: they keep its sources and make it
 * again, the same to the bit. For what costs one pass over memory to make and as much memory to keep, out of tensors that
 * are kept anyway.
 *
 * @param make of equal sources always makes the same
 */
export function remade(sources: readonly tf.Tensor[], make: (sources: readonly tf.Tensor[]) => tf.Tensor): tf.Tensor {
  const value = make(sources);
  if (isRecording()) recipes.set(value.dataId, { sources, make });
  return value;
}

/** What to keep in the place of tensors that a backward pass reads, and how these come back. */
export function lasting(tensors: readonly tf.Tensor[]): {
  readonly tensors: tf.Tensor[];
  restore(kept: readonly tf.Tensor[]): readonly tf.Tensor[];
} {
  const parts = tensors.map((tensor) => {
    const recipe = recipes.get(tensor.dataId);
    return recipe?.sources.every(({ isDisposed }) => !isDisposed) ? { tensor, recipe } : { tensor, recipe: null };
  });
  return {
    tensors: parts.flatMap(({ tensor, recipe }) => (recipe ? recipe.sources : [tensor])),
    restore(kept) {
      let at = 0;
      const next = (count: number): readonly tf.Tensor[] => {
        at += count;
        return kept.slice(at - count, at);
      };
      return parts.map(({ tensor: { shape }, recipe }) =>
        recipe ? tf.reshape(recipe.make(next(recipe.sources.length)), shape) : next(1)[0]!,
      );
    },
  };
}
