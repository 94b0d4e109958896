import type * as tf from "@tensorflow/tfjs-core";
import type { Batch } from "@vlm/types";
import type { LoraAdapter } from "./adapter.js";

/** What a trainer asks of a model: its loss, and what to train. */
export interface LoraTrainee {
  /** @param training where in a run gradients are taken; without it the loss is an evaluation's, without dropout */
  loss(batch: Batch, training?: { readonly microStep: number }): tf.Scalar;
  readonly parameters: ReadonlyMap<string, tf.Variable>;
}

/** A model whose adapter is trained, with the adapter's dropout while gradients are taken. */
export function trainee(model: { loss(batch: Batch): tf.Scalar }, adapter: LoraAdapter): LoraTrainee {
  return {
    parameters: adapter.parameters,
    loss: (batch, training) =>
      training ? adapter.training(training.microStep, () => model.loss(batch)) : model.loss(batch),
  };
}
