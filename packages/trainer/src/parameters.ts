import * as tf from "@tensorflow/tfjs-core";
import type { NdArray } from "@vlm/types";
import type { Arrays } from "./arrays.js";
import type { Trainee } from "./trainee.js";

/** Values of all parameters, copied to host memory. */
export async function readParameters({ parameters }: Trainee): Promise<Arrays> {
  const arrays = new Map<string, NdArray>();
  for (const [name, variable] of parameters) {
    arrays.set(name, { data: await variable.data<"float32">(), shape: variable.shape });
  }
  return arrays;
}

/** Assigns values to parameters; those without a new value stay. */
export function writeParameters({ parameters }: Trainee, values: Arrays): void {
  for (const [name, { data, shape }] of values) {
    tf.tidy(() => parameters.get(name)!.assign(tf.tensor(data, [...shape], "float32")));
  }
}
