import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import { merge } from "@vlm/lora";
import { loadAdapter } from "@vlm/lora/node";
import type { VisionLanguageModel } from "@vlm/models";
import { load } from "@vlm/models/node";
import { fourBit } from "@vlm/quant-cuda";
import { openSafetensors, type Safetensors } from "@vlm/safetensors";
import { fileSource } from "@vlm/safetensors/node";
import { adamw, constantSchedule, train } from "@vlm/trainer";
import type { Batch } from "@vlm/types";
import { caseBatch, firstRow } from "./case-batch.js";
import { type Comparison, compare } from "./comparison.js";
import { type ImageLayout, imageLayout, type LayoutConfig } from "./image-layout.js";

interface ModelCase {
  readonly model: string;
  readonly adapter: string;
  readonly float32_noise: number;
}

/** A case under comparison: the reference's tensors, our inputs, and what the logits may differ by. */
export interface Context {
  readonly golden: Safetensors;
  readonly batch: Batch;
  readonly layout: ImageLayout;
  readonly logitTolerance: number;
}

/** A case of kind `model`: logits, loss, generation, and LoRA with gradients, training and merging; 4-bit ones hold less. */
export async function model(folder: string): Promise<readonly Comparison[]> {
  const settings = await readSettings(folder);
  const context = await openContext(folder);
  try {
    const ours = await openModel(join(folder, settings.model));
    try {
      return [
        ...(await compareBase(context, ours)),
        ...(await adapterVariants(context, ours, folder)),
        ...(await withAdapter(context, ours, join(folder, settings.adapter))),
      ];
    } finally {
      ours.dispose();
    }
  } finally {
    await context.golden.close();
  }
}

/** Weights stay as the file has them: in 4 bits, too. */
async function openModel(folder: string): Promise<VisionLanguageModel> {
  const config = await readJson<{ readonly quantization_config?: unknown }>(join(folder, "config.json"));
  return load(folder, config.quantization_config ? { quantization: fourBit() } : {});
}

/** What a case asks of a model and what it answers; the caller closes `golden`. */
export async function openContext(folder: string): Promise<Context> {
  const settings = await readSettings(folder);
  const config = await readJson<LayoutConfig>(join(folder, settings.model, "config.json"));
  const layout = imageLayout(config);
  const golden = await openSafetensors(await fileSource(join(folder, "golden.safetensors")));
  const batch = await caseBatch(golden, "in", layout);
  return { golden, batch, layout, logitTolerance: 5 * settings.float32_noise };
}

function readSettings(folder: string): Promise<ModelCase> {
  return readJson<ModelCase>(join(folder, "case.json"));
}

/** A model without an adapter: logits, loss and generation. */
export async function compareBase(context: Context, ours: VisionLanguageModel): Promise<Comparison[]> {
  return [
    await compareLogits("out.logits", context, ours),
    await loss("out.loss", context, ours),
    ...(await generation(context, ours)),
  ];
}

/** Adapters of further kinds, each in a folder of its name: rsLoRA with patterns, DoRA, modules that are trained whole. */
async function adapterVariants(context: Context, ours: VisionLanguageModel, folder: string): Promise<Comparison[]> {
  const comparisons: Comparison[] = [];
  for (const name of ["adapter_rslora", "adapter_dora", "adapter_saved"]) {
    if (!context.golden.tensors.has(`${name}.logits`)) continue;
    const adapter = await loadAdapter(ours, join(folder, name));
    comparisons.push(await compareLogits(`${name}.logits`, context, ours));
    adapter.dispose();
  }
  return comparisons;
}

async function withAdapter(context: Context, ours: VisionLanguageModel, folder: string): Promise<Comparison[]> {
  const adapter = await loadAdapter(ours, folder, { trainable: true });
  const comparisons = [
    await compareLogits("lora.logits", context, ours),
    await loss("lora.loss", context, ours),
    ...(await gradients(context, ours, adapter.parameters)),
    ...(await trainLosses(context, ours, adapter.parameters)),
  ];
  adapter.dispose();
  if (!context.golden.tensors.has("merged.logits")) return comparisons;
  merge(ours, await loadAdapter(ours, folder));
  return [...comparisons, await compareLogits("merged.logits", context, ours)];
}

/** Only where the attention mask is 1: the reference computes something for padding, too. */
export async function compareLogits(name: string, context: Context, ours: VisionLanguageModel): Promise<Comparison> {
  const { golden, batch, logitTolerance } = context;
  const real = batch.attentionMask.data;
  const width = golden.tensors.get(name)!.shape[2]!;
  const masked = (values: ArrayLike<number>): Float32Array =>
    Float32Array.from({ length: real.length * width }, (_, i) => (real[Math.floor(i / width)] ? values[i]! : 0));
  const actual = await values(ours.forward(batch));
  return compare(name, golden.tensors.get(name)!.shape, masked(actual), masked(await golden.readFloat32(name)), {
    tolerance: logitTolerance,
  });
}

async function loss(name: string, { golden, batch }: Context, ours: VisionLanguageModel): Promise<Comparison> {
  const sum = await values(ours.loss(batch));
  return losses(name, golden, [sum[0]! / labelCount(batch)]);
}

async function losses(name: string, golden: Safetensors, actual: readonly number[]): Promise<Comparison> {
  const expected = await golden.readFloat32(name);
  return compare(name, golden.tensors.get(name)!.shape, actual, expected, { relativeTolerance: 1e-4 });
}

async function generation(context: Context, ours: VisionLanguageModel): Promise<Comparison[]> {
  const { golden, batch, layout, logitTolerance } = context;
  const one = firstRow(batch, layout);
  const [ids, stepLogits] = ["out.generated", "out.step_logits"] as const;
  if (!golden.tensors.has(ids)) return [];
  const expected = await golden.readInt32(ids);
  const [tokens] = await ours.generate(one, { maxNewTokens: expected.length });
  const decoding = ours.start(one);
  const steps: number[] = [];
  for (let i = 0; i < expected.length; i++) {
    if (i > 0) decoding.advance([{ sequence: 0, token: expected[i - 1]! }]);
    steps.push(...(await decoding.logits.data()));
  }
  decoding.dispose();
  return [
    compare(ids, golden.tensors.get(ids)!.shape, tokens!, expected),
    compare(stepLogits, golden.tensors.get(stepLogits)!.shape, steps, await golden.readFloat32(stepLogits), {
      tolerance: logitTolerance,
    }),
  ];
}

/** A gradient that the reference has and we lack counts as empty, which fails. */
async function gradients(
  { golden, batch }: Context,
  ours: VisionLanguageModel,
  parameters: ReadonlyMap<string, tf.Variable>,
): Promise<Comparison[]> {
  const mean = (): tf.Scalar => tf.div(ours.loss(batch), labelCount(batch));
  const { value, grads } = tf.variableGrads(mean, [...parameters.values()]);
  value.dispose();
  const comparisons: Comparison[] = [];
  for (const name of golden.tensors.keys()) {
    if (!name.startsWith("lora.grad.")) continue;
    const expected = await golden.readFloat32(name);
    const gradient = grads[parameters.get(name.slice("lora.grad.".length))?.name ?? ""];
    const actual = gradient ? await values(gradient) : [];
    const tolerance = 1e-3 * expected.reduce((largest, x) => Math.max(largest, Math.abs(x)), 0) + 1e-6;
    comparisons.push(compare(name, golden.tensors.get(name)!.shape, actual, expected, { tolerance }));
  }
  return comparisons;
}

async function trainLosses(
  { golden, batch }: Context,
  ours: VisionLanguageModel,
  parameters: ReadonlyMap<string, tf.Variable>,
): Promise<Comparison[]> {
  const name = "lora.train_losses";
  if (!golden.tensors.has(name)) return [];
  const steps = golden.tensors.get(name)!.shape[0]!;
  const actual: number[] = [];
  for await (const step of train({
    model: { loss: (micro) => ours.loss(micro), parameters },
    batches: { epochLength: 1, at: async () => batch },
    steps,
    optimizer: adamw({ weightDecay: 0.05 }),
    schedule: constantSchedule({ learningRate: 1e-2 }),
    maxGradNorm: 0.3,
  })) {
    actual.push(step.loss);
  }
  return [await losses(name, golden, actual)];
}

function labelCount(batch: Batch): number {
  const width = batch.labels.shape[1]!;
  return batch.labels.data.filter((label, i) => label !== -100 && i % width !== 0).length;
}

async function values(tensor: tf.Tensor): Promise<ArrayLike<number>> {
  const data = await tensor.data();
  tensor.dispose();
  return data;
}

async function readJson<T>(path: string): Promise<T> {
  return JSON.parse(await readFile(path, "utf8")) as T;
}
