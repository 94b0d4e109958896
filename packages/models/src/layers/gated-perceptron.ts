import type * as tf from "@tensorflow/tfjs-core";
import { swiglu } from "@vlm/ops";
import { type Entry, linearShapes } from "../shapes.js";
import type { LinearLayer } from "./linear-layer.js";
import type { Parameters } from "./parameters.js";

type Gating = (gate: tf.Tensor, up: tf.Tensor) => tf.Tensor;

/** down(gating(gate(x), up(x))), SwiGLU unless told. */
export class GatedPerceptron {
  readonly #gating: Gating;
  readonly #gate: LinearLayer;
  readonly #up: LinearLayer;
  readonly #down: LinearLayer;

  constructor(path: string, parameters: Parameters, gating: Gating = swiglu) {
    this.#gating = gating;
    this.#gate = parameters.linear(`${path}.gate_proj`);
    this.#up = parameters.linear(`${path}.up_proj`);
    this.#down = parameters.linear(`${path}.down_proj`);
  }

  /** [..., D] → [..., D] */
  apply(x: tf.Tensor): tf.Tensor {
    return this.#down.apply(this.#gating(this.#gate.apply(x), this.#up.apply(x)));
  }
}

export function* gatedPerceptronShapes(
  path: string,
  hidden: number,
  intermediate: number,
  { bias }: { readonly bias: boolean },
): Iterable<Entry> {
  yield* linearShapes(`${path}.gate_proj`, [hidden, intermediate], { bias });
  yield* linearShapes(`${path}.up_proj`, [hidden, intermediate], { bias });
  yield* linearShapes(`${path}.down_proj`, [intermediate, hidden], { bias });
}
