/**
 * Answers, line by line, what @vlm/lora makes of adapters of a case's model:
 *
 * node tools/dist/peft/main.js CASE < REQUESTS.jsonl > ANSWERS.jsonl
 *
 * {"load": FOLDER, "answers": FILE}: reads PEFT's adapter. {"make": CONFIG, "folder": FOLDER, "answers": FILE}: makes one,
 * none of its values as it would begin, and saves it. Either way FILE gets the logits of the case's batch, those after
 * merging, the loss and its gradients. tools/python/check_peft.py asks.
 */
import { join } from "node:path";
import { createInterface } from "node:readline";
import * as tf from "@tensorflow/tfjs-core";
import { attach, type LoraAdapter, type LoraConfig, merge } from "@vlm/lora";
import { loadAdapter, saveAdapter } from "@vlm/lora/node";
import type { VisionLanguageModel } from "@vlm/models";
import { load } from "@vlm/models/node";
import { useBackend } from "@vlm/ops";
import type { TensorData } from "@vlm/safetensors";
import { writeSafetensors } from "@vlm/safetensors/node";
import { type Context, openContext } from "../parity/model.js";

type Request =
  | { readonly load: string; readonly answers: string }
  | { readonly make: LoraConfig; readonly folder: string; readonly answers: string };

const folder = process.argv[2]!;
await useBackend("wasm");
const context = await openContext(folder);
await context.golden.close();

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line) as Request;
  const model = await load(join(folder, "."));
  try {
    const adapter = await adapterOf(request, model);
    const tensors = new Map<string, TensorData>();
    const keep = async (name: string, tensor: tf.Tensor): Promise<void> => {
      tensors.set(name, { dtype: "F32", shape: tensor.shape, data: (await tensor.data()) as Float32Array });
      tensor.dispose();
    };
    await keep("logits", model.forward(context.batch));
    await gradients(context, model, adapter, keep);
    merge(model, adapter);
    await keep("merged", model.forward(context.batch));
    await writeSafetensors(request.answers, tensors);
    console.log(JSON.stringify({ parameters: adapter.parameterCount }));
  } catch (error) {
    console.log(JSON.stringify({ error: error instanceof Error ? error.message : String(error) }));
  } finally {
    model.dispose();
  }
}

async function adapterOf(request: Request, model: VisionLanguageModel): Promise<LoraAdapter> {
  if ("load" in request) return loadAdapter(model, request.load, { trainable: true });
  const adapter = attach(model, { ...request.make, initLoraWeights: false }, { seed: 3 });
  let seed = 1;
  for (const [name, parameter] of adapter.parameters) {
    if (/lora_[AB]/.test(name)) continue;
    tf.tidy(() => parameter.assign(tf.add(parameter, tf.randomNormal(parameter.shape, 0, 0.05, "float32", seed++))));
  }
  await saveAdapter(request.folder, adapter, { baseModel: "case" });
  return adapter;
}

async function gradients(
  { batch }: Context,
  model: VisionLanguageModel,
  { parameters }: LoraAdapter,
  keep: (name: string, tensor: tf.Tensor) => Promise<void>,
): Promise<void> {
  const { value, grads } = tf.variableGrads(() => model.loss(batch), [...parameters.values()]);
  await keep("loss", value);
  for (const [name, { name: variable }] of parameters) {
    if (grads[variable]) await keep(`grad.${name}`, grads[variable]);
  }
}
