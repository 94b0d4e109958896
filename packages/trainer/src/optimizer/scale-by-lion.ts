import type { NdArray } from "@vlm/types";
import { type Arrays, map, zip } from "../arrays.js";
import type { Transformation } from "./transformation.js";

/** update = sign(β₁m + (1−β₁)g), then m ← β₂m + (1−β₂)g (Lion, arXiv 2302.06675). State: `m`. */
export function scaleByLion({ beta1 = 0.9, beta2 = 0.99 }: LionOptions = {}): Transformation {
  return {
    init: (parameters: Arrays): Arrays => new Map([...parameters].map(([name, p]) => [`m.${name}`, map(p, () => 0)])),
    update(updates, state) {
      const next = new Map(state);
      const signs = new Map<string, NdArray>();
      for (const [name, g] of updates) {
        const m = state.get(`m.${name}`)!;
        signs.set(
          name,
          zip(m, g, (m, g) => Math.sign(beta1 * m + (1 - beta1) * g)),
        );
        next.set(
          `m.${name}`,
          zip(m, g, (m, g) => beta2 * m + (1 - beta2) * g),
        );
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
