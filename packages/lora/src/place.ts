import * as tf from "@tensorflow/tfjs-core";
import type { Adapter, Linear, Model } from "@vlm/types";
import type { LoraAdapter } from "./adapter.js";
import type { ResolvedLoraConfig } from "./config.js";
import { type Geometry, geometry } from "./geometry.js";
import { matchTargets } from "./match.js";

export interface Target {
  readonly linear: Linear<tf.Tensor>;
  readonly geometry: Geometry;
}

/** The layers that a configuration adapts. Throws when one of them has an adapter already. */
export function targetsOf(model: Model<tf.Tensor>, config: ResolvedLoraConfig): readonly Target[] {
  return matchTargets(model, config).map((linear) => {
    requireFree(linear);
    return { linear, geometry: geometry(linear, config) };
  });
}

/** Makes the variables and sets them onto their layers. */
export function place(
  targets: readonly Target[],
  config: ResolvedLoraConfig,
  values: (geometry: Geometry) => { readonly a: Float32Array; readonly b: Float32Array },
  trainable: boolean,
): LoraAdapter {
  const parameters = new Map<string, tf.Variable>();
  const adapters = new Map<Linear<tf.Tensor>, Adapter<tf.Tensor>>();
  let parameterCount = 0;
  for (const { linear, geometry } of targets) {
    const { a, b } = values(geometry);
    const adapter = {
      a: variable(a, geometry.a.shape, trainable),
      b: variable(b, geometry.b.shape, trainable),
      scale: geometry.scale,
    };
    parameters.set(geometry.a.name, adapter.a).set(geometry.b.name, adapter.b);
    adapters.set(linear, adapter);
    parameterCount += a.length + b.length;
  }
  let enabled = false;
  const disable = (): void => {
    // Another adapter may stand there by now; that one stays.
    for (const [linear, adapter] of adapters) if (linear.adapter === adapter) linear.adapter = null;
    enabled = false;
  };
  const enable = (): void => {
    if (parameters.size > 0 && [...parameters.values()][0]!.isDisposed) {
      throw new Error(
        "lora.enable: the adapter is disposed or merged; expected a living one. Load it again with loadAdapter.",
      );
    }
    if (enabled) return;
    for (const linear of adapters.keys()) requireFree(linear);
    for (const [linear, adapter] of adapters) linear.adapter = adapter;
    enabled = true;
  };
  enable();
  return {
    config,
    targets: targets.map(({ linear }) => linear.path),
    parameters,
    parameterCount,
    get enabled(): boolean {
      return enabled;
    },
    enable,
    disable,
    dispose(): void {
      disable();
      for (const parameter of parameters.values()) parameter.dispose();
    },
  };
}

function requireFree({ path, adapter }: Linear<tf.Tensor>): void {
  if (adapter === null) return;
  throw new Error(
    `lora.attach: ${path} has an adapter already; expected none. Disable, merge or dispose that one first.`,
  );
}

/** Unnamed: TensorFlow.js allows a variable's name once, and two adapters may hold the same PEFT name. */
function variable(values: Float32Array, shape: readonly [number, number], trainable: boolean): tf.Variable {
  return tf.tidy(() => tf.variable(tf.tensor2d(values, [...shape]), trainable));
}
