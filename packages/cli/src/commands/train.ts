import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { adapterConfig, attach, type LoraConfig, trainee as traineeOf } from "@vlm/lora";
import { saveAdapter } from "@vlm/lora/node";
import { adamw8bit } from "@vlm/quant-cuda";
import { meanLoss, type Step, trainingArguments, trainingPlan, train as trainSteps } from "@vlm/trainer";
import { openMetrics, saveCheckpoint } from "@vlm/trainer/node";
import { z } from "zod";
import { openCheckpoint } from "../checkpoint.js";
import type { Command } from "../command.js";
import { UsageError } from "../config/usage-error.js";
import { checkpointOptions } from "../model-options.js";
import { progress } from "../progress.js";
import { logRow } from "../training/log-row.js";
import { openTrainingData } from "../training/open-training-data.js";
import { startingPoint } from "../training/starting-point.js";
import { trainingPart, withTrainingOptions } from "../training/training-options.js";

const own = z.object({
  ...checkpointOptions,
  dataset_name: z.string().describe("folder of the dataset: positions of vlm datagen, or conversations"),
  output_dir: z.string().describe("folder of adapter, checkpoints and metrics.jsonl"),
  lora_r: z.int().min(1).default(16).describe("rank of the adapter"),
  lora_alpha: z.number().default(32).describe("the adapter is scaled by lora_alpha / lora_r"),
  lora_target_modules: z
    .union([z.string(), z.array(z.string())])
    .default("all-linear")
    .describe("layers with an adapter, by PEFT's rules"),
  use_rslora: z.boolean().default(false).describe("scale by lora_alpha / √lora_r"),
  use_dora: z.boolean().default(false).describe("train the weights' magnitudes, too (DoRA)"),
  lora_dropout: z.number().min(0).lt(1).default(0).describe("share of an adapter's inputs left out in training"),
  max_length: z.int().min(1).nullable().default(null).describe("tokens of a sample, or of a packed row"),
  overflow: z
    .enum(["error", "drop", "split-turns"])
    .default("error")
    .describe("what becomes of a conversation longer than max_length"),
  packing: z.boolean().default(false).describe("fill rows of max_length tokens with several conversations"),
  train_on: z
    .enum(["assistant", "last", "completion"])
    .default("assistant")
    .describe("all of the assistant's turns, the last one, or what follows the user's last turn"),
  dataloader_num_workers: z.int().min(0).default(0).describe("threads that make batches of conversations ahead"),
  eval_split: z.string().default("eval").describe("split behind eval_loss, where the dataset has it"),
  eval_questions_per_task: z.int().min(1).default(16).describe("behind eval_loss, for a dataset of positions"),
});

/** Fine-tuning of a checkpoint on a dataset: LoRA. */
export const train: Command = {
  schema: withTrainingOptions(own),
  async run(given, context) {
    const { print, progress: stream, signal } = context;
    const options = given as z.output<typeof own>;
    const { model_name_or_path: baseModel, dataset_name: dataset, output_dir: folder } = options;
    const args = trainingArguments(trainingPart(given));
    if (options.packing && options.max_length === null)
      throw new UsageError(
        "vlm train: packing is set without max_length; expected the tokens of a row. Set max_length.",
      );
    const from = await startingPoint(folder, args, stream);
    const checkpoint = await openCheckpoint(options, stream);
    const { model } = checkpoint;
    model.checkpointing = args.gradientCheckpointing;
    const data = await openTrainingData(options, args, checkpoint, context);
    const adapter = attach(model, loraConfig(options), { seed: args.seed });
    const trainee = traineeOf(model, adapter);
    const { batches, heldOut } = data;
    const plan = trainingPlan(args, { epochLength: batches.epochLength, adamw8bit });

    await mkdir(folder, { recursive: true });
    const metrics = await openMetrics(join(folder, "metrics.jsonl"));
    const label = `train ${(adapter.parameterCount / 1000).toFixed(0)}k parameters`;
    const line = progress(label, plan.steps, { stream, unit: "step", initial: from?.step ?? 0 });
    const isDue = (step: number, interval: number): boolean => step % interval === 0 || step === plan.steps;
    let logged: Step[] = [];
    try {
      for await (const step of trainSteps({ model: trainee, batches, ...plan, from })) {
        logged.push(step);
        line.update(step.step, { loss: step.loss, lr: step.learningRate });
        if (isDue(step.step, plan.loggingSteps)) {
          await metrics.write(logRow(logged));
          logged = [];
        }
        if (heldOut && plan.evalSteps !== null && isDue(step.step, plan.evalSteps)) {
          const { loss } = await meanLoss(trainee, heldOut());
          await metrics.write({ step: step.step, epoch: step.epoch, eval_loss: loss });
        }
        if (isDue(step.step, plan.saveSteps) || signal.aborted) {
          await saveCheckpoint(folder, step.state, {
            parametersFile: "adapter_model.safetensors",
            files: { "adapter_config.json": adapterConfig(adapter, { baseModel }) },
            trainerState: { epoch: step.epoch },
            saveTotalLimit: args.saveTotalLimit,
          });
        }
        signal.throwIfAborted();
      }
    } finally {
      line.finish();
      await metrics.close();
      await data.close();
    }
    const saved = join(folder, "adapter");
    await saveAdapter(saved, adapter, { baseModel });
    print(`${saved}: ${adapter.parameterCount} parameters on ${adapter.targets.length} layers.`);
    if (data.kind === "positions")
      print(
        `Next: vlm eval --model_name_or_path ${baseModel} --adapter_name_or_path ${saved} --dataset_name ${dataset} --output_dir ${folder}`,
      );
  },
};

function loraConfig(options: z.output<typeof own>): LoraConfig {
  return {
    r: options.lora_r,
    loraAlpha: options.lora_alpha,
    targetModules: options.lora_target_modules,
    useRslora: options.use_rslora,
    useDora: options.use_dora,
    loraDropout: options.lora_dropout,
  };
}
