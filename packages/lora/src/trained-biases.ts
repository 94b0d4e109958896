import type { Model, Tensor } from "@vlm/types";
import type { ResolvedLoraConfig } from "./config.js";
import { type Copied, copied } from "./copied.js";
import { biasName } from "./names.js";

/**
 * The biases that are trained: none, all, or those of adapted layers.
 *
 * @param adapted paths of the adapted layers
 * @param saved tensors that are trained anyway, whose biases are not listed again
 */
export function trainedBiases<T extends Tensor>(
  { tensors }: Model<T>,
  { bias }: Pick<ResolvedLoraConfig, "bias">,
  { adapted, saved }: { readonly adapted: ReadonlySet<string>; readonly saved: readonly Copied<T>[] },
): readonly Copied<T>[] {
  if (bias === "none") return [];
  const taken = new Set(saved.map(({ place }) => place));
  return tensors
    .filter((tensor) => tensor.name.endsWith(".bias") && !taken.has(tensor))
    .map((tensor) => ({ tensor, path: tensor.name.slice(0, -".bias".length) }))
    .filter(({ path }) => bias === "all" || adapted.has(path))
    .map(({ tensor, path }) => copied(biasName(path, { adapted: adapted.has(path) }), tensor));
}
