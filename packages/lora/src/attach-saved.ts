import * as tf from "@tensorflow/tfjs-core";
import type { Safetensors } from "@vlm/safetensors";
import type { Model } from "@vlm/types";
import type { LoraAdapter } from "./adapter.js";
import type { ResolvedLoraConfig } from "./config.js";
import { isRepeatedBias, ownWeightName } from "./names.js";
import { place, requireFree } from "./place.js";
import { type Plan, planOf, shapesOf } from "./plan.js";

export interface AttachSavedOptions {
  readonly trainable?: boolean;
  /** Of the dropout, when it is trained further. */
  readonly seed?: number;
  /** Whether the model uses the adapter at once; another may stand there otherwise. */
  readonly enabled?: boolean;
}

/**
 * Sets a saved adapter onto a model, from its configuration and its open weights.
 *
 * @throws Error that names every tensor that is missing, unknown or of another shape; then nothing was attached.
 */
export async function attachSaved(
  model: Model<tf.Tensor>,
  config: ResolvedLoraConfig,
  weights: Safetensors,
  { trainable = false, seed = 0, enabled = true }: AttachSavedOptions = {},
): Promise<LoraAdapter> {
  const plan = planOf(model, config, { everyEntry: false });
  if (enabled) requireFree(plan);
  requireSameTensors(plan, weights);
  await requireSameOwnWeights(plan, weights);
  const values = new Map<string, tf.Tensor>();
  try {
    for (const [name, shape] of shapesOf(plan)) {
      values.set(name, tf.tensor(await weights.readFloat32(name), [...shape]));
    }
    return place(plan, config, values, { trainable, seed, enabled });
  } catch (error) {
    tf.dispose([...values.values()]);
    throw error;
  }
}

function requireSameTensors(plan: Plan<tf.Tensor>, { name: file, tensors }: Safetensors): void {
  const expected = shapesOf(plan);
  const known = new Set([
    ...plan.copies.map(({ alias }) => alias),
    ...plan.targets.map(({ linear }) => ownWeightName(linear.path)),
  ]);
  const faults: string[] = [];
  for (const [name, shape] of expected) {
    const found = tensors.get(name)?.shape;
    if (!found) faults.push(`${name} is missing`);
    else if (String(found) !== String(shape)) faults.push(`${name} is [${found}] instead of [${shape}]`);
  }
  for (const name of tensors.keys()) {
    if (!expected.has(name) && !known.has(name) && !isRepeatedBias(name)) faults.push(`${name} is unknown`);
  }
  if (faults.length === 0) return;
  const whole = plan.copies.length > 0 ? ` and ${plan.copies.length} whole ones` : "";
  throw new Error(
    `lora.loadAdapter: ${file} does not fit this model: ${faults.join("; ")}; expected the tensors of ${plan.targets.length} adapted layers${whole}. Load it onto the model it was trained on.`,
  );
}

/** PEFT would load them in place of the model's. */
async function requireSameOwnWeights({ targets }: Plan<tf.Tensor>, weights: Safetensors): Promise<void> {
  for (const { linear } of targets) {
    const name = ownWeightName(linear.path);
    if (!weights.tensors.has(name)) continue;
    const saved = await weights.readFloat32(name);
    const dense = linear.dense();
    const own = await dense.data<"float32">();
    dense.dispose();
    if (own.length === saved.length && own.every((value, i) => value === saved[i])) continue;
    throw new Error(
      `lora.loadAdapter: ${weights.name} has other values for ${name} than the model for ${linear.path}; expected the weight that the adapter was trained on. Load that model.`,
    );
  }
}
