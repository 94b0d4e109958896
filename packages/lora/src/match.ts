import type { Linear, Model, ModelPart, Tensor } from "@vlm/types";
import type { LoraConfig, ModulePattern } from "./config.js";
import { byNearness } from "./nearest.js";
import { endsWithModule, fits } from "./pattern.js";

const PARTS: readonly string[] = ["language", "vision", "merger"] satisfies readonly ModelPart[];

export interface MatchOptions {
  /** Whether each entry of a list must name something. An adapter that PEFT saved may hold names of other models. */
  readonly everyEntry?: boolean;
}

/**
 * The linear layers that a configuration names, in the model's order, by PEFT's rules. Layers of modules that are trained
 * whole are not among them.
 *
 * @throws Error when a target names no linear layer; it lists the candidates, the nearest first.
 */
export function matchTargets<T extends Tensor>(
  model: Model<T>,
  {
    targetModules,
    excludeModules = null,
    modulesToSave = null,
  }: Pick<LoraConfig, "targetModules" | "excludeModules" | "modulesToSave">,
  { everyEntry = true }: MatchOptions = {},
): readonly Linear<T>[] {
  const excluded = excludeModules === null ? () => false : selection(model, excludeModules);
  const whole = (modulesToSave ?? []).map((name) => fits(`(?:.*\\.)?${name}(?:\\..*)?`));
  const candidates = model.linears.filter(({ path }) => !excluded(path) && !whole.some((within) => within(path)));
  if (isList(targetModules) && everyEntry) {
    for (const entry of targetModules) {
      const named = selection(model, [entry]);
      if (!candidates.some(({ path }) => named(path))) throw noTarget(JSON.stringify(entry), candidates, entry);
    }
  }
  const targeted = selection(model, targetModules);
  const found = candidates.filter(({ path }) => targeted(path));
  if (found.length === 0) throw noTarget(describe(targetModules), candidates);
  return found;
}

/** Whether PEFT would read the pattern as it is read here: a list without this package's words for parts. */
export function isPlainList(modules: ModulePattern): boolean {
  return isList(modules) && !modules.some((entry) => PARTS.includes(entry));
}

function isList(modules: ModulePattern): modules is readonly string[] {
  return Array.isArray(modules);
}

function selection(model: Model<Tensor>, modules: ModulePattern): (path: string) => boolean {
  const isHead = (path: string): boolean => path === model.outputPath;
  if (isList(modules)) {
    return (path) =>
      modules.some((entry) =>
        PARTS.includes(entry) ? model.partOf(path) === entry && !isHead(path) : endsWithModule(path, entry),
      );
  }
  if (typeof modules !== "string") return fits(modules);
  if (modules.toLowerCase() === "all-linear") return (path) => !isHead(path);
  return PARTS.includes(modules) ? selection(model, [modules]) : fits(modules);
}

function describe(targetModules: ModulePattern): string {
  return targetModules instanceof RegExp ? String(targetModules) : JSON.stringify(targetModules);
}

function noTarget(what: string, candidates: readonly { readonly path: string }[], entry?: string): Error {
  // Layers differ by their number only, so `layers.*.q_proj` says all of them.
  const names = [...new Set(candidates.map(({ path }) => path.replace(/\.\d+(?=\.|$)/g, ".*")))];
  const parts = entry?.split(".").length ?? 0;
  const endings = new Map(names.map((name) => [name.split(".").slice(-parts).join("."), name]));
  const nearest = entry === undefined ? names : byNearness(entry, [...endings.keys()]).map((end) => endings.get(end)!);
  const listed = [...new Set([...nearest, ...names])].join(", ");
  return new Error(
    `lora.matchTargets: the target ${what} names no linear layer; expected one of ${listed}. Name one of them, its last parts, a part (${PARTS.join(", ")}), or "all-linear".`,
  );
}
