import type { Model, Tensor } from "@vlm/types";
import { type LoraConfig, resolveConfig } from "./config.js";
import { planOf, shapesOf } from "./plan.js";

/** Numbers that an adapter would have, without making it: Σ r · (in + out), and what is trained beside the matrices. */
export function countParameters(model: Model<Tensor>, config: LoraConfig): number {
  let count = 0;
  for (const shape of shapesOf(planOf(model, resolveConfig(config))).values())
    count += shape.reduce((a, b) => a * b, 1);
  return count;
}
