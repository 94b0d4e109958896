import * as tf from "@tensorflow/tfjs-core";

/** cos and sin of rotary angles, each [N, D]; the second half of D repeats the first. */
export interface Rotation {
  readonly cos: tf.Tensor;
  readonly sin: tf.Tensor;
}

/**
 * The tables for N tokens whose angle at frequency j is `angle(token, j)`, j from 0 to D/2 − 1. Angles are rounded to
 * float32 as the reference does.
 */
export function rotationOf(count: number, size: number, angle: (token: number, frequency: number) => number): Rotation {
  const half = size / 2;
  const [cos, sin] = [new Float32Array(count * size), new Float32Array(count * size)];
  for (let token = 0; token < count; token++) {
    for (let j = 0; j < half; j++) {
      const radians = Math.fround(angle(token, j));
      const at = token * size + j;
      cos[at] = cos[at + half] = Math.cos(radians);
      sin[at] = sin[at + half] = Math.sin(radians);
    }
  }
  return { cos: tf.tensor2d(cos, [count, size]), sin: tf.tensor2d(sin, [count, size]) };
}

/** theta^(−2j/size) for j from 0 to size/2 − 1, in float32. */
export function frequencies(theta: number, size: number): Float32Array {
  return Float32Array.from({ length: size / 2 }, (_, j) => 1 / Math.fround(theta ** Math.fround((2 * j) / size)));
}
