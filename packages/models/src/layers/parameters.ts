import * as tf from "@tensorflow/tfjs-core";
import { type LinearWeight, Weight } from "@vlm/ops";
import { LinearLayer } from "./linear-layer.js";
import { ModelParameter } from "./model-parameter.js";

/** Hands a checkpoint's tensors to the modules of a model under construction and remembers what they made of them. */
export class Parameters {
  /** In the order in which modules asked for them. */
  readonly linears: LinearLayer[] = [];
  /** All that is not a linear layer's weight: biases, norms, embeddings. */
  readonly tensors: ModelParameter[] = [];
  readonly #source: ReadonlyMap<string, tf.Tensor | LinearWeight>;

  constructor(source: ReadonlyMap<string, tf.Tensor | LinearWeight>) {
    this.#source = source;
  }

  /** A linear layer under its module path, with a bias where the checkpoint has one. */
  linear(path: string): LinearLayer {
    const bias = this.#source.has(`${path}.bias`) ? this.tensor(`${path}.bias`) : null;
    const weight = this.#get(`${path}.weight`);
    const layer = new LinearLayer(path, weight instanceof tf.Tensor ? new Weight(weight) : weight, bias);
    this.linears.push(layer);
    return layer;
  }

  /** A tensor that is not a linear layer's weight. */
  tensor(name: string): ModelParameter {
    const value = this.#get(name);
    if (!(value instanceof tf.Tensor)) {
      throw new Error(
        `models.Parameters: ${name} is packed; expected a dense tensor, since it is no linear layer's weight. Leave it out of quantization.`,
      );
    }
    const parameter = new ModelParameter(name, value);
    this.tensors.push(parameter);
    return parameter;
  }

  dispose(): void {
    for (const layer of this.linears) layer.dispose();
    for (const parameter of this.tensors) parameter.dispose();
  }

  #get(name: string): tf.Tensor | LinearWeight {
    const tensor = this.#source.get(name);
    if (!tensor) throw new Error(`models.Parameters: no tensor ${name}; expected the checkpoint to be checked before.`);
    return tensor;
  }
}
