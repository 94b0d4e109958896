import type { Safetensors } from "@vlm/safetensors";
import type { ResolvedLoraConfig } from "./config.js";
import { type Geometry, geometry } from "./geometry.js";
import { baseName, isRepeatedBias, ownWeightName, parameterNames } from "./names.js";

/** What merging does to one tensor of a checkpoint. */
export type Update =
  | { readonly kind: "low-rank"; readonly geometry: Geometry; readonly shape: readonly number[] }
  | { readonly kind: "whole"; readonly name: string; readonly shape: readonly number[] };

/**
 * What an adapter's file says of a checkpoint's tensors, by their names, without a model: the low-rank matrices of a
 * layer change its weight, and every other tensor takes the place of one.
 *
 * @throws Error that names matrices without their partner or of shapes that the configuration does not give.
 */
export function updatesOf(
  config: ResolvedLoraConfig,
  { name: file, tensors }: Pick<Safetensors, "name" | "tensors">,
): ReadonlyMap<string, Update> {
  const updates = new Map<string, Update>();
  const known = new Set<string>();
  const faults: string[] = [];
  for (const [name, { shape: a }] of tensors) {
    if (!name.endsWith(".lora_A.weight")) continue;
    const path = baseName(name.slice(0, -".lora_A.weight".length));
    const b = tensors.get(parameterNames(path).b)?.shape;
    const [outputs, inputs] = [b?.[0] ?? 0, a[1] ?? 0];
    const found = geometry({ path, inputs, outputs }, config);
    for (const part of [found.a, found.b, ...(found.magnitude ? [found.magnitude] : [])]) {
      known.add(part.name);
      const shape = tensors.get(part.name)?.shape;
      if (!shape) faults.push(`${part.name} is missing`);
      else if (String(shape) !== String(part.shape))
        faults.push(`${part.name} is [${shape}] instead of [${part.shape}]`);
    }
    known.add(ownWeightName(path));
    updates.set(`${path}.weight`, { kind: "low-rank", geometry: found, shape: [outputs, inputs] });
  }
  for (const [name, { shape }] of tensors) {
    if (known.has(name) || isRepeatedBias(name)) continue;
    if (/\.lora_(B\.weight|magnitude_vector)$/.test(name)) faults.push(`${name} is without its lora_A`);
    else updates.set(baseName(name), { kind: "whole", name, shape });
  }
  if (faults.length === 0) return updates;
  throw new Error(
    `lora.mergeCheckpoint: ${file} does not fit its configuration: ${faults.join("; ")}; expected two matrices of each adapted layer. Save the adapter again.`,
  );
}
