import type * as tf from "@tensorflow/tfjs-core";
import type { Model } from "@vlm/types";
import type { LoraAdapter } from "./adapter.js";
import { type LoraConfig, resolveConfig } from "./config.js";
import { initialize } from "./initialize.js";
import { place, targetsOf } from "./place.js";

/**
 * Sets fresh, trainable low-rank matrices onto the layers that the configuration names (LoRA, arXiv 2106.09685). With
 * the default start, B = 0, the model's outputs do not change.
 *
 * @throws Error for a target that names no layer, a layer that has an adapter, a rank that is no positive integer.
 */
export function attach(model: Model<tf.Tensor>, config: LoraConfig, { seed = 0 }: { seed?: number } = {}): LoraAdapter {
  const resolved = resolveConfig(config);
  requireNoDropout(resolved.loraDropout);
  const targets = targetsOf(model, resolved);
  return place(targets, resolved, (geometry) => initialize(geometry, resolved, seed), true);
}

export function requireNoDropout(loraDropout: number): void {
  if (loraDropout === 0) return;
  throw new Error(
    `lora.attach: loraDropout is ${loraDropout}; expected 0: dropout inside an adapter is not supported in training. Set it to 0.`,
  );
}
