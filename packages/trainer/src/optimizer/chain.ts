import { prefixed, within } from "./prefix.js";
import type { OptimizerState, Transformation } from "./transformation.js";

/** Transformations one after the other. The state of the i-th stands under `<i>.` in the chain's. */
export function chain(...links: readonly Transformation[]): Transformation {
  return {
    init(parameters): OptimizerState {
      return new Map(links.flatMap((link, i) => prefixed(i, link.init(parameters))));
    },
    update(updates, state, parameters, learningRate) {
      const next: ReturnType<typeof prefixed> = [];
      let current = updates;
      links.forEach((link, i) => {
        const result = link.update(current, within(i, state), parameters, learningRate);
        current = result.updates;
        next.push(...prefixed(i, result.state));
      });
      return { updates: current, state: new Map(next) };
    },
  };
}
