import { nativeOptimizer } from "@vlm/ops";
import type { NdArray } from "@vlm/types";
import type { Arrays } from "../arrays.js";
import { floatsOf, type Transformation } from "./transformation.js";

/**
 * m ← β₁m + (1−β₁)g, v ← β₂v + (1−β₂)g², update = m̂ / (√v̂ + ε) with m̂ = m / (1−β₁ᵗ), v̂ = v / (1−β₂ᵗ)
 * (Adam, arXiv 1412.6980; equal to torch.optim.Adam and optax.scale_by_adam). State: `m`, `v`, and `t` for each
 * parameter, which counts the steps that brought it a gradient.
 */
export function scaleByAdam(options: AdamOptions = {}): Transformation {
  return adamBy(options, () => ({ rate: 1, decay: 0 }));
}

/** What one parameter's step of Adam is made of. */
export interface AdamFinish {
  /** What the update is multiplied by. */
  readonly rate: number;
  /** Share of the parameter that is added before. */
  readonly decay: number;
}

/** `scaleByAdam` and what follows it in one pass: update = rate · (m̂ / (√v̂ + ε) + decay · parameter). */
export function adamBy(
  { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 }: AdamOptions,
  finish: (name: string, learningRate: number) => AdamFinish,
): Transformation {
  return {
    init(parameters: Arrays): Arrays {
      const state = new Map<string, NdArray>();
      for (const [name, { data, shape }] of parameters) {
        state.set(`t.${name}`, { data: new Float32Array(1), shape: [] });
        state.set(`m.${name}`, { data: new Float32Array(data.length), shape });
        state.set(`v.${name}`, { data: new Float32Array(data.length), shape });
      }
      return state;
    },
    update(updates, state, parameters, learningRate) {
      const next = new Map(state);
      const scaled = new Map<string, NdArray>();
      for (const [name, { data: g, shape }] of updates) {
        const t = floatsOf(state, `t.${name}`).data[0]! + 1;
        const [m, v, update] = [new Float32Array(g.length), new Float32Array(g.length), new Float32Array(g.length)];
        const moments: Moments = {
          old: { m: floatsOf(state, `m.${name}`).data, v: floatsOf(state, `v.${name}`).data },
          m,
          v,
        };
        const settings = {
          beta1,
          beta2,
          epsilon,
          correction1: 1 - beta1 ** t,
          correction2: 1 - beta2 ** t,
          ...finish(name, learningRate),
        };
        adamStep(g, parameters.get(name)!.data, moments, update, settings);
        scaled.set(name, { data: update, shape });
        next.set(`t.${name}`, { data: Float32Array.of(t), shape: [] });
        next.set(`m.${name}`, { data: m, shape });
        next.set(`v.${name}`, { data: v, shape });
      }
      return { updates: scaled, state: next };
    },
  };
}

interface Moments {
  readonly old: { readonly m: Float32Array; readonly v: Float32Array };
  readonly m: Float32Array;
  readonly v: Float32Array;
}

interface AdamSettings extends AdamFinish, Required<AdamOptions> {
  /** 1 − β₁ᵗ */
  readonly correction1: number;
  /** 1 − β₂ᵗ */
  readonly correction2: number;
}

/** Writes the new moments and the update. */
function adamStep(
  g: Float32Array,
  parameter: Float32Array,
  { old, m, v }: Moments,
  update: Float32Array,
  { beta1, beta2, epsilon, correction1, correction2, rate, decay }: AdamSettings,
): void {
  const native = nativeOptimizer();
  if (native) {
    const { length } = g;
    native.adam(
      ...([g, parameter, old.m, old.v, m, v, update] as const),
      ...([length, beta1, beta2, correction1, correction2, epsilon, rate, decay] as const),
    );
    return;
  }
  for (let i = 0; i < g.length; i++) {
    m[i] = beta1 * old.m[i]! + (1 - beta1) * g[i]!;
    v[i] = beta2 * old.v[i]! + (1 - beta2) * g[i]! * g[i]!;
    const step = m[i]! / correction1 / (Math.sqrt(v[i]! / correction2) + epsilon);
    update[i] = rate * (decay === 0 ? step : step + decay * parameter[i]!);
  }
}

export interface AdamOptions {
  /** Decay of the mean of gradients. */
  readonly beta1?: number;
  /** Decay of the mean of squared gradients. */
  readonly beta2?: number;
  /** Added to the root, against division by zero. */
  readonly epsilon?: number;
}
