import { random } from "@vlm/mcts";
import type { TensorData } from "@vlm/safetensors";

export interface InitialOptions {
  /** Standard deviation of matrices and embeddings: `initializer_range` of the configuration. */
  readonly range: number;
  /** The token whose embedding begins as zero; null: none. */
  readonly padToken: number | null;
  readonly seed: number;
}

/**
 * Weights as transformers makes them for a new Qwen3-VL: N(0, range²) for matrices and embeddings, 1 for the weights of
 * norms, 0 for biases and the padding token's embedding. A tensor's numbers depend on the seed and its place alone.
 */
export function initialWeights(
  shapes: ReadonlyMap<string, readonly number[]>,
  { range, padToken, seed }: InitialOptions,
): Map<string, TensorData> {
  return new Map(
    [...shapes].map(([name, shape], place) => {
      const data = new Float32Array(shape.reduce((a, b) => a * b, 1));
      if (/norm\d?\.weight$/.test(name)) data.fill(1);
      else if (!name.endsWith(".bias")) fillNormal(data, range, random(seed, place));
      if (padToken !== null && name.endsWith("embed_tokens.weight")) {
        data.fill(0, padToken * shape[1]!, (padToken + 1) * shape[1]!);
      }
      return [name, { dtype: "F32", shape, data }];
    }),
  );
}

/** Box and Muller's transform: two uniform numbers make two normal ones. */
function fillNormal(data: Float32Array, deviation: number, next: () => number): void {
  for (let i = 0; i < data.length; i += 2) {
    const radius = deviation * Math.sqrt(-2 * Math.log(1 - next()));
    const angle = 2 * Math.PI * next();
    data[i] = radius * Math.cos(angle);
    if (i + 1 < data.length) data[i + 1] = radius * Math.sin(angle);
  }
}
