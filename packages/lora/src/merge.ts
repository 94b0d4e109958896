import * as tf from "@tensorflow/tfjs-core";
import type { Model } from "@vlm/types";
import type { LoraAdapter } from "./adapter.js";
import { resolveConfig } from "./config.js";
import { adaptedWeight } from "./dora.js";
import { planOf } from "./plan.js";

export interface Merged {
  /** What the caller should know; empty where nothing is lost. */
  readonly warnings: readonly string[];
}

/**
 * Makes W + scale · B · A, with DoRA at its magnitudes, the weight of every adapted layer, and copies that were trained
 * the tensors themselves; then disposes the adapter. The model's outputs stay, up to rounding, and a forward pass costs
 * what the bare model's does. A weight that was held in few bits is dense afterwards, and a warning says why.
 *
 * @throws Error when the adapter does not stand on the model, is disposed or disabled; nothing was changed then.
 */
export function merge(model: Model<tf.Tensor>, adapter: LoraAdapter): Merged {
  const { targets, copies } = planOf(model, resolveConfig(adapter.config), { everyEntry: false });
  for (const { linear, geometry } of targets) {
    if (linear.adapter === null || linear.adapter.a !== adapter.parameters.get(geometry.a.name))
      throw elsewhere(linear.path);
  }
  for (const { name, place } of copies) {
    if (place.substitute === null || place.substitute !== adapter.parameters.get(name)) throw elsewhere(name);
  }
  const merged = targets.map(({ linear }) => {
    const { gain, ...matrices } = linear.adapter!;
    return {
      linear,
      weight: (): tf.Tensor =>
        tf.tidy(() => {
          const sum = adaptedWeight(linear, matrices);
          return gain ? tf.mul(sum, tf.reshape(gain(), [-1, 1])) : sum;
        }),
    };
  });
  const packed = targets.filter(({ linear }) => linear.packed).length;
  adapter.disable();
  for (const { linear, weight } of merged) linear.replace(weight());
  for (const { name, place } of copies) place.replace(tf.clone(adapter.parameters.get(name)!));
  adapter.dispose();
  return { warnings: packed === 0 ? [] : [unpackedWarning(`${packed} of ${targets.length} merged layers`)] };
}

/** Why a merged weight does not go back into few bits. */
export function unpackedWarning(what: string): string {
  return `${what} held their weights in few bits and are dense now. Quantizing them again would lose the adapter: what it adds to a weight is mostly smaller than half a step between two 4-bit values and would be rounded away. Keep base and adapter apart to save memory, or use the merged weights in 16 bits.`;
}

function elsewhere(what: string): Error {
  return new Error(
    `lora.merge: the adapter does not stand on ${what}; expected it on every layer of this model that it adapts. Pass the model it was attached to, with the adapter enabled.`,
  );
}
