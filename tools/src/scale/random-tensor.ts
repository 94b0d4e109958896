import { random } from "@vlm/mcts";
import type { StreamedTensor } from "@vlm/safetensors/node";
import { gaussian } from "../bench/gaussian.js";

/** Numbers that are made at a time. */
const PIECE = 2 ** 20;

/** A pool of numbers from N(0, 0.02²), which tensors draw from: a hundred times faster than making each anew. */
const POOL = gaussian(random(1), 2 ** 16, 0.02);

/**
 * A tensor in bfloat16 as transformers starts one: weights of norms 1, biases 0, all else from N(0, 0.02²), made while it
 * is written.
 */
export function randomTensor(name: string, shape: readonly number[], seed: number): StreamedTensor {
  const size = shape.reduce((a, b) => a * b, 1);
  const constant = name.endsWith(".bias") ? 0 : /norm/.test(name) ? 1 : null;
  return {
    dtype: "BF16",
    shape,
    *pieces() {
      const memory = new Float32Array(Math.min(PIECE, size));
      if (constant !== null) memory.fill(constant);
      const draw = constant === null ? xorshift(seed) : null;
      for (let begin = 0; begin < size; begin += PIECE) {
        const piece = memory.subarray(0, size - begin);
        if (draw) for (let i = 0; i < piece.length; i++) piece[i] = POOL[draw() >>> 16]!;
        yield piece;
      }
    },
  };
}

/** Words of 32 random bits (Marsaglia's xorshift). */
function xorshift(seed: number): () => number {
  let state = Math.imul(seed + 1, 0x9e3779b1) | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state;
  };
}
