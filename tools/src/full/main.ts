/**
 * Trains parts of a case's model in place, each at a rate of its own, and writes losses and trained tensors:
 *
 * node tools/dist/full/main.js CASE PLAN.json OUT.safetensors
 *
 * PLAN.json is {"parts": {"language": true, …}, "steps": n, "arguments": TrainingArguments, "groups": [{"parameters": a
 * regular expression, "learningRate", "weightDecay"}]}. tools/python/check_full_tuning.py asks.
 */
import { readFile } from "node:fs/promises";
import { load } from "@vlm/models/node";
import { useBackend } from "@vlm/ops";
import type { TensorData } from "@vlm/safetensors";
import { writeSafetensors } from "@vlm/safetensors/node";
import { type ParameterGroup, train, trainable, trainingArguments, trainingPlan } from "@vlm/trainer";
import type { ModelPart } from "@vlm/types";
import { openContext } from "../parity/model.js";

interface Plan {
  readonly parts: Readonly<Partial<Record<ModelPart, boolean>>>;
  readonly steps: number;
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly groups: readonly (Omit<ParameterGroup, "parameters"> & { readonly parameters: string })[];
}

const [folder, planFile, out] = process.argv.slice(2) as [string, string, string];
const plan = JSON.parse(await readFile(planFile, "utf8")) as Plan;
await useBackend("wasm");
const { batch, golden } = await openContext(folder);
await golden.close();
const model = await load(folder);
const { parameters } = trainable(model, plan.parts);
const batches = { epochLength: 1, at: () => batch };
const groups = plan.groups.map((group) => ({ ...group, parameters: new RegExp(group.parameters) }));
const options = trainingPlan(trainingArguments({ ...plan.arguments, max_steps: plan.steps }), { ...batches, groups });
const losses: number[] = [];
const norms: number[] = [];
for await (const step of train({ model: { loss: (micro) => model.loss(micro), parameters }, batches, ...options })) {
  losses.push(step.loss);
  norms.push(step.gradNorm);
}
const tensors = new Map<string, TensorData>([
  ["losses", { dtype: "F32", shape: [losses.length], data: Float32Array.from(losses) }],
  ["norms", { dtype: "F32", shape: [norms.length], data: Float32Array.from(norms) }],
]);
for (const [name, variable] of parameters) {
  tensors.set(name, { dtype: "F32", shape: variable.shape, data: await variable.data<"float32">() });
}
await writeSafetensors(out, tensors);
