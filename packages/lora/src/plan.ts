import type { Linear, Model, Tensor } from "@vlm/types";
import type { ResolvedLoraConfig } from "./config.js";
import type { Copied } from "./copied.js";
import { type Geometry, geometry } from "./geometry.js";
import { type MatchOptions, matchTargets } from "./match.js";
import { savedTensors } from "./saved-modules.js";
import { trainedBiases } from "./trained-biases.js";

export interface Target<T extends Tensor = Tensor> {
  readonly linear: Linear<T>;
  readonly geometry: Geometry;
}

/** All that an adapter of a model consists of, before it has values. */
export interface Plan<T extends Tensor = Tensor> {
  readonly targets: readonly Target<T>[];
  /** Tensors of modules that are trained whole, then biases. */
  readonly copies: readonly Copied<T>[];
}

export function planOf<T extends Tensor>(
  model: Model<T>,
  config: ResolvedLoraConfig,
  options: MatchOptions = {},
): Plan<T> {
  const targets = matchTargets(model, config, options).map((linear) => ({
    linear,
    geometry: geometry(linear, config),
  }));
  const adapted = new Set(targets.map(({ linear }) => linear.path));
  const saved = savedTensors(model, config, options);
  return { targets, copies: [...saved, ...trainedBiases(model, config, { adapted, saved })] };
}

/** Name and shape of every tensor, by PEFT's names. */
export function shapesOf({ targets, copies }: Plan): ReadonlyMap<string, readonly number[]> {
  const matrices = targets.flatMap(({ geometry: { a, b, magnitude } }) => [a, b, ...(magnitude ? [magnitude] : [])]);
  return new Map([...matrices, ...copies].map(({ name, shape }) => [name, shape]));
}
