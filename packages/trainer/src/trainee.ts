import type * as tf from "@tensorflow/tfjs-core";
import type { Batch } from "@vlm/types";

/** What the trainer asks of a model. */
export interface Trainee {
  /**
   * Sum of the cross-entropies, in nats, over the label tokens of a batch, as a scalar that gradients reach
   * `parameters` from. A sum, not a mean: only sums of micro-batches add up to the loss of a step.
   */
  loss(batch: Batch): tf.Scalar;
  /** What is trained, by the names under which checkpoints keep it. */
  readonly parameters: ReadonlyMap<string, tf.Variable>;
}
