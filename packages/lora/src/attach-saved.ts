import type * as tf from "@tensorflow/tfjs-core";
import type { Safetensors } from "@vlm/safetensors";
import type { Model } from "@vlm/types";
import type { LoraAdapter } from "./adapter.js";
import { requireNoDropout } from "./attach.js";
import type { ResolvedLoraConfig } from "./config.js";
import { place, type Target, targetsOf } from "./place.js";

/**
 * Sets a saved adapter onto a model, from its configuration and its open weights.
 *
 * @throws Error that names every tensor that is missing, unknown or of another shape; then nothing was attached.
 */
export async function attachSaved(
  model: Model<tf.Tensor>,
  config: ResolvedLoraConfig,
  weights: Safetensors,
  { trainable = false }: { trainable?: boolean } = {},
): Promise<LoraAdapter> {
  if (trainable) requireNoDropout(config.loraDropout);
  const targets = targetsOf(model, config);
  requireSameTensors(targets, weights);
  const values = new Map<string, { a: Float32Array; b: Float32Array }>();
  for (const { geometry } of targets) {
    const a = await weights.readFloat32(geometry.a.name);
    const b = await weights.readFloat32(geometry.b.name);
    values.set(geometry.path, { a, b });
  }
  return place(targets, config, ({ path }) => values.get(path)!, trainable);
}

function requireSameTensors(targets: readonly Target[], { name: file, tensors }: Safetensors): void {
  const expected = new Map(
    targets.flatMap(({ geometry }) => [geometry.a, geometry.b]).map(({ name, shape }) => [name, shape]),
  );
  const faults: string[] = [];
  for (const [name, shape] of expected) {
    const found = tensors.get(name)?.shape;
    if (!found) faults.push(`${name} is missing`);
    else if (String(found) !== String(shape)) faults.push(`${name} is [${found}] instead of [${shape}]`);
  }
  for (const name of tensors.keys()) if (!expected.has(name)) faults.push(`${name} is unknown`);
  if (faults.length === 0) return;
  throw new Error(
    `lora.loadAdapter: ${file} does not fit this model: ${faults.join("; ")}; expected two matrices for each of ${targets.length} layers. Load it onto the model it was trained on.`,
  );
}
