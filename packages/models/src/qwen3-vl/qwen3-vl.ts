import * as tf from "@tensorflow/tfjs-core";
import { crossEntropy, runsOf, spreadRows, takeRows } from "@vlm/ops";
import type { Safetensors } from "@vlm/safetensors";
import type { Batch } from "@vlm/types";
import { refusePacked } from "../batch/segments.js";
import { targetsOf } from "../batch/targets.js";
import { readTensors } from "../checkpoint/read-tensors.js";
import { type GenerateOptions, greedy } from "../generation/greedy.js";
import type { LinearLayer } from "../layers/linear-layer.js";
import { Parameters } from "../layers/parameters.js";
import type { VisionLanguageModel } from "../model.js";
import { parseConfig, type Qwen3VLConfig } from "./config.js";
import { Qwen3VLDecoding } from "./decoding.js";
import { type Input, inputOf } from "./input.js";
import { currentName, HEAD, tensorShapes } from "./shapes.js";
import { type Tail, tailWith } from "./tail.js";
import { type Deepstack, TextModel } from "./text-model.js";
import { VisionModel } from "./vision-model.js";

/** Qwen3-VL (arXiv 2511.21631), equal to transformers' Qwen3VLForConditionalGeneration. */
export class Qwen3VL implements VisionLanguageModel {
  readonly type = "qwen3_vl";
  readonly outputPath: string = HEAD;
  readonly config: Qwen3VLConfig;
  readonly linears: readonly LinearLayer[];
  readonly #parameters: Parameters;
  readonly #vision: VisionModel;
  readonly #text: TextModel;

  /** @param tensors every tensor of `tensorShapes(config)`; the model owns them from now on */
  constructor(config: Qwen3VLConfig, tensors: ReadonlyMap<string, tf.Tensor>) {
    this.config = config;
    this.#parameters = new Parameters(tensors);
    this.#vision = new VisionModel(config.vision, this.#parameters);
    this.#text = new TextModel(config, this.#parameters);
    this.linears = this.#parameters.linears;
  }

  forward(batch: Batch): tf.Tensor3D {
    const input = inputOf(this.config, batch);
    const [rows, width] = batch.inputIds.shape as [number, number];
    return tf.tidy(() => {
      const logits = this.#text.logits(this.#hidden(input));
      const padded = spreadRows(logits, runsOf(input.places), rows * width);
      return tf.reshape(padded, [rows, width, this.config.text.vocabulary]) as tf.Tensor3D;
    });
  }

  loss(batch: Batch): tf.Scalar {
    const input = inputOf(this.config, batch);
    const targets = targetsOf(batch, input);
    const { tail, rows } = tailWith(input.lengths, targets.rows);
    return tf.tidy(() => {
      const hidden = this.#hidden(input, tail);
      // Nothing to predict: zero, but still a function of the parameters.
      if (rows.length === 0) return tf.sum(tf.mul(hidden, 0));
      return crossEntropy(this.#text.logits(takeRows(hidden, runsOf(rows))), targets.labels);
    });
  }

  start(batch: Batch): Qwen3VLDecoding {
    refusePacked(batch);
    const input = inputOf(this.config, batch);
    return new Qwen3VLDecoding(this.#text, input, () => this.#embed(input));
  }

  generate(batch: Batch, options: GenerateOptions = {}): Promise<number[][]> {
    return greedy(() => this.start(batch), options);
  }

  dispose(): void {
    this.#vision.dispose();
    this.#text.dispose();
    this.#parameters.dispose();
  }

  #hidden(input: Input, tail?: Tail): tf.Tensor {
    const { x, deepstack } = this.#embed(input);
    return this.#text.apply(x, input.positions, input.lengths, { deepstack, ...(tail && { tail }) });
  }

  /** Embeddings of text tokens and features of images, each in its place. */
  #embed(input: Input): { x: tf.Tensor; deepstack: Deepstack } {
    const { ids, textRows, grids, pixels } = input;
    const text = this.#text.embed(textRows.map((row) => ids[row]!));
    const rows = runsOf(input.imageRows);
    if (!pixels) return { x: text, deepstack: { features: [], rows } };
    const patches = tf.tensor2d(pixels, [
      pixels.length / this.config.vision.patchNumbers,
      this.config.vision.patchNumbers,
    ]);
    const { embeddings, deepstack } = this.#vision.apply(patches, grids);
    const x = tf.add(spreadRows(text, runsOf(textRows), ids.length), spreadRows(embeddings, rows, ids.length));
    return { x, deepstack: { features: deepstack, rows } };
  }
}

/** Builds the model of a checkpoint's `config.json` and weights. */
export async function loadQwen3VL(configJson: unknown, weights: Safetensors): Promise<Qwen3VL> {
  const config = parseConfig(configJson);
  const rename = (name: string): string | null => {
    const current = currentName(name);
    // Some files store a tied head a second time.
    return config.tied && current === `${HEAD}.weight` ? null : current;
  };
  return new Qwen3VL(config, await readTensors(weights, tensorShapes(config), { rename }));
}
