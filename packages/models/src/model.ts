import type * as tf from "@tensorflow/tfjs-core";
import type { LinearWeight } from "@vlm/ops";
import type { Batch, Linear, Model } from "@vlm/types";
import type { Decoding } from "./generation/decoding.js";
import type { GenerateOptions } from "./generation/options.js";
import type { ModelParameter } from "./layers/model-parameter.js";

/** A model that reads pictures and text and writes text. */
export interface VisionLanguageModel extends Model<tf.Tensor> {
  readonly linears: readonly HoldingLinear[];
  /** All that is not a linear layer's weight: biases, norms, embeddings. Each can be replaced, by a variable to train it. */
  readonly tensors: readonly ModelParameter[];
  /**
   * Whether `loss` keeps only the inputs of decoder layers and vision blocks for its gradient, and computes them again in
   * the backward pass: less memory, a third more work, the same numbers. False unless set.
   */
  checkpointing: boolean;
  /** Logits [B, T, V] of the token after each; zero where the batch is padding. */
  forward(batch: Batch): tf.Tensor3D;
  /**
   * Σ −log p(label) over the labels that are not −100, each predicted from the tokens before it: the sum, not the mean,
   * and 0 without labels. Differentiable with respect to adapters and replaced weights that are variables.
   *
   * @param ofImages a loss on `imageFeatures` that is added, so that the vision tower is taught directly too; not called
   *   for a batch without images
   * @throws when the batch does not fit the model
   */
  loss(batch: Batch, ofImages?: (features: tf.Tensor2D) => tf.Scalar): tf.Scalar;
  /**
   * What the vision tower says of the batch's images, [M, D]: a row for each image token, in the batch's order, which the
   * decoder reads in the place of an embedding. Differentiable like `loss`; transformers' `get_image_features`.
   *
   * @throws when the batch does not fit the model, or has no image
   */
  imageFeatures(batch: Batch): tf.Tensor2D;
  /** Reads the batch into a cache, ready to continue each of its rows. */
  start(batch: Batch): Decoding;
  /** Tokens of an answer to every row of the batch; the likeliest ones, unless options say otherwise. */
  generate(batch: Batch, options?: GenerateOptions): Promise<number[][]>;
}

/** A linear layer that takes weights in other forms than dense ones. */
export interface HoldingLinear extends Linear<tf.Tensor> {
  /** Replaces the weight by one that is held in a form of its own, which the layer owns from now on. */
  hold(weight: LinearWeight): void;
}
