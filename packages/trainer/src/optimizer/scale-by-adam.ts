import type { NdArray } from "@vlm/types";
import type { Arrays } from "../arrays.js";
import type { Transformation } from "./transformation.js";

/**
 * m ← β₁m + (1−β₁)g, v ← β₂v + (1−β₂)g², update = m̂ / (√v̂ + ε) with m̂ = m / (1−β₁ᵗ), v̂ = v / (1−β₂ᵗ)
 * (Adam, arXiv 1412.6980; equal to torch.optim.Adam and optax.scale_by_adam). State: `m`, `v`, and `t` for each
 * parameter, which counts the steps that brought it a gradient.
 */
export function scaleByAdam({ beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 }: AdamOptions = {}): Transformation {
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
    update(updates, state) {
      const next = new Map(state);
      const scaled = new Map<string, NdArray>();
      for (const [name, { data: g, shape }] of updates) {
        const t = state.get(`t.${name}`)!.data[0]! + 1;
        const m = state.get(`m.${name}`)!.data.slice();
        const v = state.get(`v.${name}`)!.data.slice();
        const update = new Float32Array(g.length);
        const first = 1 - beta1 ** t;
        const second = 1 - beta2 ** t;
        for (let i = 0; i < g.length; i++) {
          m[i] = beta1 * m[i]! + (1 - beta1) * g[i]!;
          v[i] = beta2 * v[i]! + (1 - beta2) * g[i]! * g[i]!;
          update[i] = m[i]! / first / (Math.sqrt(v[i]! / second) + epsilon);
        }
        scaled.set(name, { data: update, shape });
        next.set(`t.${name}`, { data: Float32Array.of(t), shape: [] });
        next.set(`m.${name}`, { data: m, shape });
        next.set(`v.${name}`, { data: v, shape });
      }
      return { updates: scaled, state: next };
    },
  };
}

export interface AdamOptions {
  /** Decay of the mean of gradients. */
  readonly beta1?: number;
  /** Decay of the mean of squared gradients. */
  readonly beta2?: number;
  /** Added to the root, against division by zero. */
  readonly epsilon?: number;
}
