import * as tf from "@tensorflow/tfjs-core";
import { Ambient, checkpointed } from "@vlm/ops";

/** Whether blocks keep nothing but their inputs for the backward pass. */
export const checkpointing: Ambient<boolean> = new Ambient(false);

/**
 * Runs one of the blocks that a model is a row of, and gives up what it made on the way. All tensors that it reads, other than the model's own, come by
 * `inputs`: under `checkpointing` it is computed again in the backward pass, when others are gone.
 */
export function runBlock<N>(block: (inputs: N) => tf.Tensor, inputs: N): tf.Tensor {
  return checkpointing.value ? checkpointed(block, inputs) : tf.tidy(() => block(inputs));
}
