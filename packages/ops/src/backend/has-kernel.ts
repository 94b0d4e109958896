import * as tf from "@tensorflow/tfjs-core";

/** Whether the current backend has a kernel of its own for an operator; composed forms run where it has not. */
export function hasKernel(name: string): boolean {
  return tf.getKernel(name, tf.getBackend()) !== undefined;
}
