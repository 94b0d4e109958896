import type * as tf from "@tensorflow/tfjs-core";
import { swiglu } from "@vlm/ops";
import { type Entry, linearShapes } from "../shapes.js";
import type { LinearLayer } from "./linear-layer.js";
import type { Parameters } from "./parameters.js";

/** down(silu(gate(x)) · up(x)), SwiGLU. */
export class GatedPerceptron {
  readonly #gate: LinearLayer;
  readonly #up: LinearLayer;
  readonly #down: LinearLayer;

  constructor(path: string, parameters: Parameters) {
    this.#gate = parameters.linear(`${path}.gate_proj`);
    this.#up = parameters.linear(`${path}.up_proj`);
    this.#down = parameters.linear(`${path}.down_proj`);
  }

  /** [..., D] → [..., D] */
  apply(x: tf.Tensor): tf.Tensor {
    return this.#down.apply(swiglu(this.#gate.apply(x), this.#up.apply(x)));
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
