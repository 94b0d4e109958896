import * as tf from "@tensorflow/tfjs-core";
import { adaptedLinear, isTrainable, type LinearWeight, Weight } from "@vlm/ops";
import type { Adapter, Linear } from "@vlm/types";
import type { ModelParameter } from "./model-parameter.js";

/** A linear layer of a model, with a place for an adapter. It owns its weight. */
export class LinearLayer implements Linear<tf.Tensor> {
  readonly path: string;
  readonly bias: ModelParameter | null;
  adapter: Adapter<tf.Tensor> | null = null;
  #weight: LinearWeight;
  #substitute: { readonly value: tf.Tensor; readonly weight: Weight } | null = null;

  constructor(path: string, weight: LinearWeight, bias: ModelParameter | null) {
    this.path = path;
    this.#weight = weight;
    this.bias = bias;
  }

  get inputs(): number {
    return this.#weight.inputs;
  }

  get outputs(): number {
    return this.#weight.outputs;
  }

  get packed(): boolean {
    return !(this.#weight instanceof Weight);
  }

  /** The weight in use, where the layer is nothing but its product; null with a bias or an adapter. */
  get matrix(): LinearWeight | null {
    return this.bias || this.adapter ? null : (this.#substitute?.weight ?? this.#weight);
  }

  /** [..., in] → [..., out] */
  apply(x: tf.Tensor): tf.Tensor {
    const weight = this.#substitute?.weight ?? this.#weight;
    return adaptedLinear(x, weight, { ...(this.bias && { bias: this.bias.value }), adapter: this.adapter });
  }

  get substitute(): tf.Tensor | null {
    return this.#substitute?.value ?? null;
  }

  set substitute(value: tf.Tensor | null) {
    if (value) this.#check("substitute", value.shape);
    const old = this.#substitute?.weight;
    // A clone shares its data and takes what a frozen weight keeps beside it along when it goes.
    this.#substitute = value && { value, weight: new Weight(isTrainable(value) ? value : tf.keep(tf.clone(value))) };
    if (old && !old.variable) old.dispose();
  }

  dense(): tf.Tensor {
    return this.#weight.dense();
  }

  /** A `tf.Variable` is trained in place of the frozen weight. */
  replace(weight: tf.Tensor): void {
    this.#check("replace", weight.shape);
    const old = this.#weight;
    this.#weight = new Weight(tf.keep(weight));
    if (!(old instanceof Weight && old.holds(weight))) old.dispose();
  }

  /** Replaces the weight by one that is held in a form of its own, which the layer owns from now on. */
  hold(weight: LinearWeight): void {
    this.#check("hold", [weight.outputs, weight.inputs]);
    if (weight === this.#weight) return;
    this.#weight.dispose();
    this.#weight = weight;
  }

  dispose(): void {
    this.substitute = null;
    this.#weight.dispose();
  }

  #check(method: string, shape: readonly number[]): void {
    if (shape.join() === [this.outputs, this.inputs].join()) return;
    throw new Error(
      `models.Linear.${method}: weight has shape [${shape}] for ${this.path}; expected [${this.outputs},${this.inputs}]. Pass a weight of this layer.`,
    );
  }
}
