import type * as tf from "@tensorflow/tfjs-core";
import { Weight } from "@vlm/ops";
import { LinearLayer } from "./linear-layer.js";

/** Hands a checkpoint's tensors to the modules of a model under construction and remembers what they made of them. */
export class Parameters {
  /** In the order in which modules asked for them. */
  readonly linears: LinearLayer[] = [];
  readonly #tensors: ReadonlyMap<string, tf.Tensor>;
  readonly #owned: tf.Tensor[] = [];

  constructor(tensors: ReadonlyMap<string, tf.Tensor>) {
    this.#tensors = tensors;
  }

  /** A linear layer under its module path, with a bias where the checkpoint has one. */
  linear(path: string): LinearLayer {
    const layer = new LinearLayer(path, new Weight(this.#get(`${path}.weight`)), this.#tensors.get(`${path}.bias`));
    this.linears.push(layer);
    return layer;
  }

  /** A tensor that is not a linear layer's. */
  tensor(name: string): tf.Tensor {
    const tensor = this.#get(name);
    this.#owned.push(tensor);
    return tensor;
  }

  dispose(): void {
    for (const layer of this.linears) layer.dispose();
    for (const tensor of this.#owned) tensor.dispose();
  }

  #get(name: string): tf.Tensor {
    const tensor = this.#tensors.get(name);
    if (!tensor) throw new Error(`models.Parameters: no tensor ${name}; expected the checkpoint to be checked before.`);
    return tensor;
  }
}
