import type { NdArray } from "@vlm/types";
import { type Arrays, plusScaled, zerosLike } from "../arrays.js";
import { floatsOf, type Transformation } from "./transformation.js";

/** m ← µm + g; update = m, or g + µm with Nesterov's look ahead, as torch.optim.SGD. State: `m`. */
export function momentum(decay: number, { nesterov = false }: { nesterov?: boolean } = {}): Transformation {
  return {
    init: (parameters: Arrays): Arrays => new Map([...parameters].map(([name, p]) => [`m.${name}`, zerosLike(p)])),
    update(updates, state) {
      const next = new Map(state);
      const moved = new Map<string, NdArray>();
      for (const [name, g] of updates) {
        const m = plusScaled(g, decay, floatsOf(state, `m.${name}`));
        next.set(`m.${name}`, m);
        moved.set(name, nesterov ? plusScaled(g, decay, m) : m);
      }
      return { updates: moved, state: next };
    },
  };
}
