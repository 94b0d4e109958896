import type { Linear, Model, Parameter, Tensor } from "@vlm/types";
import type { ResolvedLoraConfig } from "./config.js";
import { type Copied, copied } from "./copied.js";
import type { MatchOptions } from "./match.js";
import { wholeName } from "./names.js";
import { byNearness } from "./nearest.js";

/**
 * The tensors of the modules that `modulesToSave` names by their endings, as PEFT finds them.
 *
 * @throws Error for an entry that names no module, and for an embedding or head that are one tensor, unless
 *   `ensureWeightTying` says that both are trained as one.
 */
export function savedTensors<T extends Tensor>(
  model: Model<T>,
  { modulesToSave, ensureWeightTying }: Pick<ResolvedLoraConfig, "modulesToSave" | "ensureWeightTying">,
  { everyEntry = true }: MatchOptions = {},
): readonly Copied<T>[] {
  if (!modulesToSave?.length) return [];
  const places = new Map<string, Linear<T> | Parameter<T>>();
  for (const linear of model.linears) places.set(`${linear.path}.weight`, linear);
  for (const tensor of model.tensors) places.set(tensor.name, tensor);
  const tied = tiedEmbedding(model);
  const modules = modulePaths(tied ? [...places.keys(), `${model.outputPath}.weight`] : [...places.keys()]);
  const named = modulesToSave.flatMap((entry) => {
    const found = modules.filter((path) => path.endsWith(entry));
    if (found.length === 0 && everyEntry) throw noModule(entry, modules);
    return found;
  });
  const inModule = (name: string): boolean => named.some((path) => name.startsWith(`${path}.`));
  if (tied && (inModule(tied.name) || named.includes(model.outputPath)) && !ensureWeightTying)
    throw tiedModule(model, tied);
  const head = wholeName(`${model.outputPath}.weight`);
  const isTied = (name: string): boolean => name === tied?.name && (inModule(name) || named.includes(model.outputPath));
  return [...places]
    .filter(([name]) => inModule(name) || isTied(name))
    .map(([name, place]) => copied(wholeName(name), place, { alias: isTied(name) ? head : null }));
}

/** The embedding of a model whose head is the same tensor; null: the head is a layer of its own. */
function tiedEmbedding<T extends Tensor>({ linears, tensors, outputPath }: Model<T>): Parameter<T> | null {
  if (linears.some(({ path }) => path === outputPath)) return null;
  return tensors.find(({ name }) => name.endsWith("embed_tokens.weight")) ?? null;
}

/** Every module that holds tensors, directly or not, but for those that only number their children: PEFT copies no lists. */
function modulePaths(names: readonly string[]): readonly string[] {
  const children = new Map<string, string[]>();
  for (const name of names) {
    const parts = name.split(".");
    for (let end = parts.length - 1; end > 0; end--) {
      const path = parts.slice(0, end).join(".");
      children.set(path, [...(children.get(path) ?? []), parts[end]!]);
    }
  }
  return [...children].filter(([, below]) => !below.every((part) => /^\d+$/.test(part))).map(([path]) => path);
}

function noModule(entry: string, modules: readonly string[]): Error {
  const parts = entry.split(".").length;
  const endings = new Set(modules.map((path) => path.split(".").slice(-parts).join(".")));
  return new Error(
    `lora.attach: modulesToSave has ${JSON.stringify(entry)}, which ends no module's name; expected an ending such as ${byNearness(
      entry,
      [...endings],
    )
      .slice(0, 5)
      .join(", ")}. Name one of them.`,
  );
}

function tiedModule({ outputPath }: Model<Tensor>, { name }: Parameter<Tensor>): Error {
  return new Error(
    `lora.attach: modulesToSave names ${outputPath} or the module of ${name}, which are one tensor in this model; expected ensureWeightTying with them. Set it to train both as one.`,
  );
}
