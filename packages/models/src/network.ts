import type * as tf from "@tensorflow/tfjs-core";
import type { KeyValueCache } from "@vlm/ops";
import type { Batch } from "@vlm/types";
import type { Tokens } from "./batch/tokens.js";
import type { Tail } from "./language/tail.js";

/** What a family computes; loss, generation and padding are the same for all of them (`CausalModel`). */
export interface Network {
  /** `model_type` of config.json. */
  readonly type: string;
  /** Path of the module that makes logits. */
  readonly outputPath: string;
  /** Logits of one token. */
  readonly vocabulary: number;
  /** @throws when the batch does not fit the model; nothing has been computed then */
  read(batch: Batch): Reading;
  /** Empty, one for each decoder layer. */
  caches(): KeyValueCache[];
  /**
   * Hidden states [S, D] of one more token for each sequence in the caches.
   *
   * @param positions [S], where each token stands
   */
  extend(ids: Int32Array, positions: Int32Array, caches: readonly KeyValueCache[]): tf.Tensor;
  /** [N, D] → [N, V] */
  logits(hidden: tf.Tensor): tf.Tensor2D;
  /** −Σ log p(label) for hidden states [N, D] and as many labels. */
  loss(hidden: tf.Tensor, labels: Int32Array): tf.Scalar;
  /** Frees what is not its parameters'. */
  dispose(): void;
}

/** A batch that was found to fit the model. */
export interface Reading {
  readonly tokens: Tokens;
  /** What the images' tokens have in the place of embeddings, [M, D], a row for each; null: the batch has no image. */
  readonly imageFeatures: (() => tf.Tensor) | null;
  /** Hidden states after the last norm, [N, D], or those of the tail alone. Images are seen anew at every call. */
  hidden(options?: HiddenOptions): tf.Tensor;
}

export interface HiddenOptions {
  /** Empty ones, which hold the batch afterwards. */
  readonly caches?: readonly KeyValueCache[] | undefined;
  readonly tail?: Tail | undefined;
  /** Told the images' features on their way, [M, D], if there are images. */
  readonly onImages?: ((features: tf.Tensor) => void) | undefined;
}
