import type { NdArray } from "@vlm/types";
import { type Arrays, zerosLike } from "../arrays.js";
import { floatsOf, type Transformation } from "./transformation.js";

/** update = sign(β₁m + (1−β₁)g), then m ← β₂m + (1−β₂)g (Lion, arXiv 2302.06675). State: `m`. */
export function scaleByLion({ beta1 = 0.9, beta2 = 0.99 }: LionOptions = {}): Transformation {
  return {
    init: (parameters: Arrays): Arrays => new Map([...parameters].map(([name, p]) => [`m.${name}`, zerosLike(p)])),
    update(updates, state) {
      const next = new Map(state);
      const signs = new Map<string, NdArray>();
      for (const [name, { data: g, shape }] of updates) {
        const m = floatsOf(state, `m.${name}`).data.slice();
        const sign = new Float32Array(g.length);
        for (let i = 0; i < g.length; i++) {
          sign[i] = Math.sign(beta1 * m[i]! + (1 - beta1) * g[i]!);
          m[i] = beta2 * m[i]! + (1 - beta2) * g[i]!;
        }
        signs.set(name, { data: sign, shape });
        next.set(`m.${name}`, { data: m, shape });
      }
      return { updates: signs, state: next };
    },
  };
}

export interface LionOptions {
  /** Share of the old mean in the direction taken. */
  readonly beta1?: number;
  /** Decay of the mean of gradients. */
  readonly beta2?: number;
}
