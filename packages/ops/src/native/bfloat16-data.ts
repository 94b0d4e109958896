import type * as tf from "@tensorflow/tfjs-core";

/** A tensor's data in half the memory: bfloat16 words, widened anew whenever somebody asks for its numbers. */
export class Bfloat16Data {
  readonly dtype: tf.DataType = "float32";
  readonly words: Uint16Array;
  refCount = 1;

  constructor(words: Uint16Array) {
    this.words = words;
  }

  get values(): Float32Array {
    const bits = new Uint32Array(this.words.length);
    for (let i = 0; i < bits.length; i++) bits[i] = this.words[i]! << 16;
    return new Float32Array(bits.buffer);
  }
}
