import type { Model, Tensor } from "@vlm/types";
import { type LoraConfig, resolveConfig } from "./config.js";
import { geometry } from "./geometry.js";
import { matchTargets } from "./match.js";

/** Numbers that an adapter would have, Σ r · (in + out), without making it. */
export function countParameters(model: Model<Tensor>, config: LoraConfig): number {
  const resolved = resolveConfig(config);
  let count = 0;
  for (const linear of matchTargets(model, resolved)) {
    count += geometry(linear, resolved).rank * (linear.inputs + linear.outputs);
  }
  return count;
}
