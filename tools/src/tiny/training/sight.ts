import * as tf from "@tensorflow/tfjs-core";
import { crossEntropy, matmul } from "@vlm/ops";
import type { NdArray } from "@vlm/types";
import { answersOf } from "../lessons/sight.js";

/** Names of the head's parameters; the checkpoint has no such tensors. */
const names = { weight: "sight.weight", bias: "sight.bias" } as const;

export const isOfSight = (name: string): boolean => name === names.weight || name === names.bias;

/**
 * A linear head that tells from the image token of a cell alone what the cell shows. It teaches the vision tower to put
 * these facts side by side, where attention finds them, and is thrown away with the run's end.
 */
export class Sight {
  readonly parameters: ReadonlyMap<string, tf.Variable>;

  /** @param width of the vision tower's output */
  constructor(width: number) {
    const answers = answersOf.reduce((sum, count) => sum + count, 0);
    this.parameters = new Map([
      [names.weight, tf.variable(tf.zeros([width, answers]))],
      [names.bias, tf.variable(tf.zeros([answers]))],
    ]);
  }

  /**
   * Nats a fact, the mean over facts and cells.
   *
   * @param features [cells, width]
   * @param facts [cells, 7], as `cellFacts` has them
   */
  loss(features: tf.Tensor2D, facts: NdArray<Int32Array>): tf.Scalar {
    const [cells, kinds] = facts.shape as [number, number];
    const { weight, bias } = names;
    const logits = tf.add(matmul(features, this.parameters.get(weight)!), this.parameters.get(bias)!) as tf.Tensor2D;
    const parts = tf.split(logits, [...answersOf], 1);
    const losses = parts.map((part, kind) =>
      crossEntropy(
        part,
        Int32Array.from({ length: cells }, (_, cell) => facts.data[cell * kinds + kind]!),
      ),
    );
    return tf.div(tf.addN(losses), cells * kinds) as tf.Scalar;
  }
}
