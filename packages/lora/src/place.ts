import * as tf from "@tensorflow/tfjs-core";
import { Ambient } from "@vlm/ops";
import type { Adapter, Linear } from "@vlm/types";
import type { LoraAdapter } from "./adapter.js";
import type { ResolvedLoraConfig } from "./config.js";
import { type Gain, gainOf } from "./dora.js";
import { dropOut } from "./dropout.js";
import type { Plan, Target } from "./plan.js";

export interface PlaceOptions {
  readonly trainable: boolean;
  /** Of the dropout. */
  readonly seed: number;
  readonly enabled: boolean;
}

/**
 * Makes variables of the values and sets them onto the model.
 *
 * @param values by PEFT's names, one for every tensor of the plan; they go over to the adapter
 */
export function place(
  plan: Plan<tf.Tensor>,
  config: ResolvedLoraConfig,
  values: ReadonlyMap<string, tf.Tensor>,
  { trainable, seed, enabled: enabledAtOnce }: PlaceOptions,
): LoraAdapter {
  const parameters = new Map([...values].map(([name, value]) => [name, variable(value, trainable)]));
  const gains: Gain[] = [];
  const rate = config.loraDropout;
  const training = new Ambient<number | null>(null);
  const adapters = new Map<Linear<tf.Tensor>, Adapter<tf.Tensor>>();
  for (const { linear, geometry } of plan.targets) {
    const [a, b] = [parameters.get(geometry.a.name)!, parameters.get(geometry.b.name)!];
    const matrices = { a, b, scale: geometry.scale };
    const gain = geometry.magnitude ? gainOf(linear, matrices, parameters.get(geometry.magnitude.name)!) : null;
    if (gain) gains.push(gain);
    adapters.set(linear, {
      ...matrices,
      gain: gain?.factors ?? null,
      dropout: (x) => {
        const microStep = training.value;
        return microStep === null || rate === 0 ? x : dropOut(x, { rate, seed, name: `${linear.path} ${microStep}` });
      },
    });
  }
  let enabled = false;
  const disable = (): void => {
    // Another adapter may stand there by now; that one stays.
    for (const [linear, adapter] of adapters) if (linear.adapter === adapter) linear.adapter = null;
    for (const { name, place } of plan.copies) {
      if (place.substitute === parameters.get(name)) place.substitute = null;
    }
    enabled = false;
  };
  const enable = (): void => {
    if (parameters.size > 0 && [...parameters.values()][0]!.isDisposed) {
      throw new Error(
        "lora.enable: the adapter is disposed or merged; expected a living one. Load it again with loadAdapter.",
      );
    }
    if (enabled) return;
    requireFree(plan);
    for (const [linear, adapter] of adapters) linear.adapter = adapter;
    for (const { name, place } of plan.copies) place.substitute = parameters.get(name)!;
    enabled = true;
  };
  if (enabledAtOnce) enable();
  return {
    config,
    targets: plan.targets.map(({ linear }) => linear.path),
    parameters,
    aliases: new Map(plan.copies.flatMap(({ name, alias }) => (alias === null ? [] : [[alias, name]]))),
    parameterCount: [...parameters.values()].reduce((sum, { size }) => sum + size, 0),
    get enabled(): boolean {
      return enabled;
    },
    enable,
    disable,
    training: (microStep, forward) => training.run(microStep, forward),
    dispose(): void {
      disable();
      for (const gain of gains) gain.dispose();
      for (const parameter of parameters.values()) parameter.dispose();
    },
  };
}

/** Throws when an adapter or a copy stands already where the plan has one. */
export function requireFree({ targets, copies }: Plan<tf.Tensor>): void {
  const adapted = targets.find(({ linear }: Target<tf.Tensor>) => linear.adapter !== null)?.linear.path;
  const substituted = copies.find(({ place }) => place.substitute !== null)?.place;
  const taken = adapted ?? (substituted && ("path" in substituted ? substituted.path : substituted.name));
  if (taken === undefined) return;
  throw new Error(
    `lora.attach: ${taken} has an adapter already; expected none. Disable, merge or dispose that one first.`,
  );
}

/** Unnamed: TensorFlow.js allows a variable's name once, and two adapters may hold the same PEFT name. */
function variable(value: tf.Tensor, trainable: boolean): tf.Variable {
  const made = tf.tidy(() => tf.variable(value, trainable));
  value.dispose();
  return made;
}
