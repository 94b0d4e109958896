import { openCheckpoint } from "@vlm/safetensors";
import { openFolder, rewriteCheckpoint } from "@vlm/safetensors/node";
import type { Arrays } from "../arrays.js";

export interface SaveModelOptions {
  /** The current name of a tensor that a file calls otherwise: what `architectureOf(config).rename` of `@vlm/models` says. */
  readonly rename?: (name: string) => string | null;
}

/**
 * Writes a fully fine-tuned model as a checkpoint folder: the one that it was loaded from, with the trained tensors in
 * place of its own, rounded to their types. The folder appears whole or not at all.
 *
 * @returns what the caller should know; empty where nothing was left out.
 * @throws Error for parameters that the base does not have, or has in another shape; nothing is written then.
 */
export async function saveModel(
  base: string,
  output: string,
  parameters: Arrays,
  { rename = (name) => name }: SaveModelOptions = {},
): Promise<readonly string[]> {
  const current = (name: string): string => rename(name) ?? name;
  const file = await openCheckpoint(openFolder(base));
  await file.close();
  const shapes = new Map([...file.tensors].map(([name, { shape }]) => [current(name), shape]));
  const faults = [...parameters].flatMap(([name, { shape }]) => {
    const stored = shapes.get(name);
    if (!stored) return [`${name} is unknown`];
    return String(stored) === String(shape) ? [] : [`${name} is [${shape}] instead of [${stored}]`];
  });
  if (faults.length > 0) {
    throw new Error(
      `trainer.saveModel: the parameters do not fit ${base}: ${faults.slice(0, 10).join("; ")}; expected tensors of that checkpoint. Name the one that was trained; an adapter is saved with @vlm/lora.`,
    );
  }
  const { leftOut } = await rewriteCheckpoint(base, output, {
    caller: "trainer.saveModel",
    replace(name, { dtype, shape }) {
      const trained = parameters.get(current(name));
      return trained ? { dtype, shape, pieces: () => [trained.data] } : null;
    },
  });
  return leftOut.map((path) => `${path} was left out: what it holds is not trained.`);
}
