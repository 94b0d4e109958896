import type * as tf from "@tensorflow/tfjs-core";
import { crossEntropy, embedding, KeyValueCache, linearCrossEntropy } from "@vlm/ops";
import { runBlock } from "../layers/block.js";
import { LinearLayer } from "../layers/linear-layer.js";
import type { ModelParameter } from "../layers/model-parameter.js";
import type { Norm } from "../layers/norm.js";
import { ParameterMatrix } from "../layers/parameter-matrix.js";
import type { Layer, Step } from "./step.js";

export interface DecoderParts<S extends Step> {
  /** [V, D] */
  readonly embedding: ModelParameter;
  readonly layers: readonly Layer<S>[];
  readonly norm: Norm;
  /** Null where the embedding is the head, too. */
  readonly head: LinearLayer | null;
}

/** A language model: embeddings in, hidden states out, and the head that makes logits of them. */
export class Decoder<S extends Step> {
  readonly #parts: DecoderParts<S>;
  readonly #head: LinearLayer | ParameterMatrix;

  constructor(parts: DecoderParts<S>) {
    this.#parts = parts;
    this.#head = parts.head ?? new ParameterMatrix(parts.embedding);
  }

  caches(): KeyValueCache[] {
    return this.#parts.layers.map(() => new KeyValueCache());
  }

  /** [N, D] */
  embed(ids: Int32Array): tf.Tensor {
    return embedding(ids, this.#parts.embedding.value);
  }

  /**
   * Hidden states after the last norm, [N, D], or those of the tail alone, which is all that the last layer computes.
   *
   * @param x [N, D]
   */
  apply(x: tf.Tensor, step: S, caches?: readonly KeyValueCache[]): tf.Tensor {
    const { layers, norm } = this.#parts;
    const whole = { ...step, tail: undefined };
    let hidden = x;
    layers.forEach((layer, i) => {
      const inputs = { x: hidden, step: i === layers.length - 1 ? step : whole };
      const cache = caches?.[i] ?? null;
      hidden = runBlock(({ x, step }) => layer.apply(x, step, cache), inputs);
    });
    return norm.apply(hidden);
  }

  /** [N, D] → [N, V] */
  logits(hidden: tf.Tensor): tf.Tensor2D {
    return this.#head.apply(hidden) as tf.Tensor2D;
  }

  /** −Σ log p(label), without holding the logits of all N at once where the head is a matrix and nothing more. */
  loss(hidden: tf.Tensor, labels: Int32Array): tf.Scalar {
    const matrix = this.#head.matrix;
    return matrix ? linearCrossEntropy(hidden, matrix, labels) : crossEntropy(this.logits(hidden), labels);
  }

  dispose(): void {
    if (!(this.#head instanceof LinearLayer)) this.#head.dispose();
  }
}
