import type { Linear, Tensor } from "@vlm/types";
import type { ResolvedLoraConfig } from "./config.js";
import { parameterNames } from "./names.js";
import { patternValue } from "./pattern.js";

/** What an adapter of one linear layer is, before it has values. */
export interface Geometry {
  readonly path: string;
  readonly rank: number;
  /** α / r, or α / √r when rank-stabilized. */
  readonly scale: number;
  readonly a: { readonly name: string; readonly shape: readonly [rank: number, inputs: number] };
  readonly b: { readonly name: string; readonly shape: readonly [outputs: number, rank: number] };
  /** Lengths of the rows of the adapted weight; null without DoRA. */
  readonly magnitude: { readonly name: string; readonly shape: readonly [outputs: number] } | null;
}

export function geometry(
  linear: Pick<Linear<Tensor>, "path" | "inputs" | "outputs">,
  config: ResolvedLoraConfig,
): Geometry {
  const { path, inputs, outputs } = linear;
  const rank = patternValue(config.rankPattern, path, config.r);
  const alpha = patternValue(config.alphaPattern, path, config.loraAlpha);
  const names = parameterNames(path);
  return {
    path,
    rank,
    scale: alpha / (config.useRslora ? Math.sqrt(rank) : rank),
    a: { name: names.a, shape: [rank, inputs] },
    b: { name: names.b, shape: [outputs, rank] },
    magnitude: config.useDora ? { name: names.magnitude, shape: [outputs] } : null,
  };
}
