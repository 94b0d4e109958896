import * as tf from "@tensorflow/tfjs-core";
import type { Model } from "@vlm/types";
import type { LoraAdapter } from "./adapter.js";
import { type LoraConfig, resolveConfig } from "./config.js";
import type { Copied } from "./copied.js";
import { rowLengths } from "./dora.js";
import { initialize } from "./initialize.js";
import { place, requireFree } from "./place.js";
import { type Plan, planOf } from "./plan.js";

export interface AttachOptions {
  /** Of the first values and the dropout. */
  readonly seed?: number;
  /** Whether the model uses the adapter at once; another may stand there otherwise. */
  readonly enabled?: boolean;
}

/**
 * Sets fresh, trainable low-rank matrices onto the layers that the configuration names (LoRA, arXiv 2106.09685). With
 * the default start, B = 0, the model's outputs do not change.
 *
 * @throws Error for a target or module that names nothing, a layer that has an adapter, a rank that is no positive integer.
 */
export function attach(
  model: Model<tf.Tensor>,
  config: LoraConfig,
  { seed = 0, enabled = true }: AttachOptions = {},
): LoraAdapter {
  const resolved = resolveConfig(config);
  const plan = planOf(model, resolved);
  if (enabled) requireFree(plan);
  const values = new Map<string, tf.Tensor>([
    ...plan.targets.flatMap((target) => firstValues(target, resolved, seed)),
    ...plan.copies.map(({ name, place }): [string, tf.Tensor] => [name, original(place)]),
  ]);
  return place(plan, resolved, values, { trainable: true, seed, enabled });
}

function firstValues(
  { linear, geometry }: Plan<tf.Tensor>["targets"][number],
  config: Parameters<typeof initialize>[1],
  seed: number,
): [string, tf.Tensor][] {
  const { a, b, magnitude, scale } = geometry;
  const first = initialize(geometry, config, seed);
  const matrices = { a: tf.tensor2d(first.a, [...a.shape]), b: tf.tensor2d(first.b, [...b.shape]), scale };
  const named: [string, tf.Tensor][] = [
    [a.name, matrices.a],
    [b.name, matrices.b],
  ];
  if (magnitude) named.push([magnitude.name, rowLengths(linear, matrices)]);
  return named;
}

/** Shares the original's data until training writes the copy. */
function original(place: Copied<tf.Tensor>["place"]): tf.Tensor {
  if ("path" in place) return place.dense();
  // Another adapter's copy may stand there now.
  const { substitute } = place;
  place.substitute = null;
  const own = tf.clone(place.value);
  place.substitute = substitute;
  return own;
}
