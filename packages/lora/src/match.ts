import type { Linear, Model, Tensor } from "@vlm/types";
import type { LoraConfig } from "./config.js";
import { endsWithModule, fits } from "./pattern.js";

/**
 * The linear layers that a configuration names, in the model's order, by PEFT's rules.
 *
 * @throws Error when a target names no linear layer; it lists the candidates.
 */
export function matchTargets<T extends Tensor>(
  model: Model<T>,
  { targetModules, excludeModules = null }: Pick<LoraConfig, "targetModules" | "excludeModules">,
): readonly Linear<T>[] {
  const excluded = excludeModules === null ? () => false : fits(excludeModules);
  const candidates = model.linears.filter(({ path }) => !excluded(path));
  const targeted = isAllLinear(targetModules) ? (path: string) => path !== model.outputPath : fits(targetModules);
  if (Array.isArray(targetModules)) {
    for (const entry of targetModules) {
      if (!candidates.some(({ path }) => endsWithModule(path, entry)))
        throw noTarget(JSON.stringify(entry), candidates);
    }
  }
  const found = candidates.filter(({ path }) => targeted(path));
  if (found.length === 0) throw noTarget(describe(targetModules), candidates);
  return found;
}

export function isAllLinear(targetModules: LoraConfig["targetModules"]): boolean {
  return typeof targetModules === "string" && targetModules.toLowerCase() === "all-linear";
}

function describe(targetModules: LoraConfig["targetModules"]): string {
  return targetModules instanceof RegExp ? String(targetModules) : JSON.stringify(targetModules);
}

function noTarget(what: string, candidates: readonly { readonly path: string }[]): Error {
  // Layers differ by their number only, so `layers.*.q_proj` says all of them.
  const names = new Set(candidates.map(({ path }) => path.replace(/\.\d+(?=\.|$)/g, ".*")));
  return new Error(
    `lora.matchTargets: the target ${what} names no linear layer; expected one of ${[...names].join(", ")}. Name one of them, its last parts, or "all-linear".`,
  );
}
