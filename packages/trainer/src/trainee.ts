import type * as tf from "@tensorflow/tfjs-core";
import type { Batch } from "@vlm/types";

/** Where in a run gradients are taken. Chance that depends on nothing else, such as dropout's, survives a restart. */
export interface Training {
  /** Counted from 0 over all epochs. */
  readonly microStep: number;
}

/** What the trainer asks of a model. */
export interface Trainee {
  /**
   * Sum of the cross-entropies, in nats, over the label tokens of a batch, as a scalar that gradients reach
   * `parameters` from. A sum, not a mean: only sums of micro-batches add up to the loss of a step.
   *
   * @param training given while gradients are taken; without it the loss is an evaluation's
   */
  loss(batch: Batch, training?: Training): tf.Scalar;
  /** What is trained, by the names under which checkpoints keep it. */
  readonly parameters: ReadonlyMap<string, tf.Variable>;
}
