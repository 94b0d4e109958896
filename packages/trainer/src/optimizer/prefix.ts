import type { NdArray } from "@vlm/types";
import type { OptimizerState } from "./transformation.js";

/** Arrays under `<prefix>.<name>`, so that several states make one. */
export function prefixed(prefix: number, state: OptimizerState): [string, NdArray<Float32Array | Uint8Array>][] {
  return [...state].map(([name, array]) => [`${prefix}.${name}`, array]);
}

/** The arrays under a prefix, by the names that they have without it. */
export function within(prefix: number, state: OptimizerState): OptimizerState {
  const start = `${prefix}.`;
  return new Map(
    [...state].filter(([name]) => name.startsWith(start)).map(([name, array]) => [name.slice(start.length), array]),
  );
}
