import type { Random } from "@vlm/types";
import type { ResolvedLoraConfig } from "./config.js";
import type { Geometry } from "./geometry.js";
import { namedRandom } from "./random.js";

/**
 * First values of both matrices. Kaiming uniform with a = √5 is U(±1/√inputs), PyTorch's default for a linear layer.
 * Each matrix has a stream of its own, named after it: its values do not depend on the other targets.
 */
export function initialize(
  { a, b, rank }: Geometry,
  { initLoraWeights }: Pick<ResolvedLoraConfig, "initLoraWeights">,
  seed: number,
): { readonly a: Float32Array; readonly b: Float32Array } {
  const drawA = namedRandom(seed, a.name);
  const inputs = a.shape[1];
  return {
    a: fill(rank * inputs, initLoraWeights === "gaussian" ? normal(drawA, 1 / rank) : uniform(drawA, inputs)),
    b: fill(b.shape[0] * rank, initLoraWeights === false ? uniform(namedRandom(seed, b.name), rank) : () => 0),
  };
}

function fill(length: number, draw: () => number): Float32Array {
  const values = new Float32Array(length);
  for (let i = 0; i < length; i++) values[i] = draw();
  return values;
}

function uniform(random: Random, inputs: number): () => number {
  const bound = 1 / Math.sqrt(inputs);
  return () => (2 * random() - 1) * bound;
}

/** Box-Muller. */
function normal(random: Random, deviation: number): () => number {
  return () => deviation * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
