import * as tf from "@tensorflow/tfjs-core";
import { differentiable } from "@vlm/ops";
import { namedRandom } from "./random.js";

export interface DropoutOptions {
  /** Probability that an element is dropped. */
  readonly rate: number;
  readonly seed: number;
  /** Layer and micro-step: each has a mask of its own, which is the same whenever it is drawn. */
  readonly name: string;
}

/** x with elements set to 0 at random and the others divided by 1 − rate (Srivastava et al., 2014). */
export function dropOut(x: tf.Tensor, { rate, seed, name }: DropoutOptions): tf.Tensor {
  return differentiable(
    [x],
    () => {
      const mask = tf.tensor(maskOf(x.size, rate, namedRandom(seed, name)), x.shape);
      return { value: tf.mul(x, mask), saved: [mask] };
    },
    (dy, [mask]) => [tf.mul(dy, mask!)],
  );
}

function maskOf(length: number, rate: number, random: () => number): Float32Array {
  const mask = new Float32Array(length);
  const kept = 1 / (1 - rate);
  for (let i = 0; i < length; i++) if (random() >= rate) mask[i] = kept;
  return mask;
}
