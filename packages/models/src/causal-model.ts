import * as tf from "@tensorflow/tfjs-core";
import { runsOf, spreadRows, takeRows } from "@vlm/ops";
import type { Batch, ModelPart } from "@vlm/types";
import { refusePacked } from "./batch/segments.js";
import { targetsOf } from "./batch/targets.js";
import { CachedDecoding } from "./cached-decoding.js";
import type { Decoding } from "./generation/decoding.js";
import { generate } from "./generation/generate.js";
import type { GenerateOptions } from "./generation/options.js";
import { tailWith } from "./language/tail.js";
import { checkpointing } from "./layers/block.js";
import type { LinearLayer } from "./layers/linear-layer.js";
import type { ModelParameter } from "./layers/model-parameter.js";
import type { Parameters } from "./layers/parameters.js";
import type { VisionLanguageModel } from "./model.js";
import type { Network } from "./network.js";
import { partOf } from "./part.js";

/** A model of any family: its network with logits, loss and generation around it. */
export class CausalModel implements VisionLanguageModel {
  readonly type: string;
  readonly outputPath: string;
  readonly linears: readonly LinearLayer[];
  readonly tensors: readonly ModelParameter[];
  checkpointing = false;
  readonly #network: Network;
  readonly #parameters: Parameters;

  /** @param parameters what the network is made of; the model owns them from now on */
  constructor(network: Network, parameters: Parameters) {
    this.type = network.type;
    this.outputPath = network.outputPath;
    this.linears = parameters.linears;
    this.tensors = parameters.tensors;
    this.#network = network;
    this.#parameters = parameters;
  }

  partOf(path: string): ModelPart {
    return partOf(path);
  }

  forward(batch: Batch): tf.Tensor3D {
    const { tokens, hidden } = this.#network.read(batch);
    const [rows, width] = batch.inputIds.shape as [number, number];
    return tf.tidy(() => {
      const logits = this.#network.logits(hidden());
      const padded = spreadRows(logits, runsOf(tokens.places), rows * width);
      return tf.reshape(padded, [rows, width, this.#network.vocabulary]) as tf.Tensor3D;
    });
  }

  loss(batch: Batch, ofImages?: (features: tf.Tensor2D) => tf.Scalar): tf.Scalar {
    const { tokens, hidden } = this.#network.read(batch);
    const targets = targetsOf(batch, tokens);
    const { tail, rows } = tailWith(tokens.lengths, targets.rows);
    return tf.tidy(() => {
      let seeing: tf.Scalar | null = null;
      const onImages = (features: tf.Tensor): void => {
        seeing = ofImages?.(features as tf.Tensor2D) ?? null;
      };
      const last = checkpointing.run(this.checkpointing, () => hidden({ tail, onImages }));
      // Nothing to predict: zero, but still a function of the parameters.
      const talking: tf.Scalar =
        rows.length === 0 ? tf.sum(tf.mul(last, 0)) : this.#network.loss(takeRows(last, runsOf(rows)), targets.labels);
      return seeing ? tf.add(talking, seeing) : talking;
    });
  }

  imageFeatures(batch: Batch): tf.Tensor2D {
    const { imageFeatures } = this.#network.read(batch);
    if (imageFeatures) return checkpointing.run(this.checkpointing, () => tf.tidy(imageFeatures)) as tf.Tensor2D;
    const ids = batch.ids.map((id) => JSON.stringify(id)).join(", ");
    throw new Error(
      `models.imageFeatures: no sample of ${ids} has an image; expected at least one. Leave batches of text out.`,
    );
  }

  start(batch: Batch): Decoding {
    refusePacked(batch);
    return new CachedDecoding(this.#network, this.#network.read(batch));
  }

  generate(batch: Batch, options: GenerateOptions = {}): Promise<number[][]> {
    return generate(this, batch, options);
  }

  dispose(): void {
    this.#network.dispose();
    this.#parameters.dispose();
  }
}
