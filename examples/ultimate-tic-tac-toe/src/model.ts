import { fileURLToPath } from "node:url";
import type * as tf from "@tensorflow/tfjs-core";
import type { Chat } from "@vlm/chat-template";
import { loadChat } from "@vlm/chat-template/node";
import { loadCollator } from "@vlm/collator/node";
import { attach, type LoraAdapter } from "@vlm/lora";
import type { VisionLanguageModel } from "@vlm/models";
import { load } from "@vlm/models/node";
import { useBackend } from "@vlm/ops";
import type { Trainee } from "@vlm/trainer";
import type { Batch, Sample } from "@vlm/types";

const checkpoint = fileURLToPath(new URL("../../checkpoints/tiny-qwen3-vl", import.meta.url));

export interface Tuned {
  readonly backend: string;
  readonly model: VisionLanguageModel;
  readonly processor: Chat & { collate(samples: readonly Sample[]): Batch };
  readonly adapter: LoraAdapter;
  readonly trainee: Trainee;
}

/** The tiny checkpoint with a fresh adapter on the linear layers of its language model; the pictures it can read already. */
export async function openModel(): Promise<Tuned> {
  const backend = await useBackend();
  const model = await load(checkpoint);
  const processor = { ...(await loadChat(checkpoint)), collate: await loadCollator(checkpoint) };
  const adapter = attach(model, { r: 16, loraAlpha: 32, targetModules: ".*language_model.*" }, { seed: 6 });
  const loss = (batch: Batch): tf.Scalar => model.loss(batch);
  return { backend, model, processor, adapter, trainee: { loss, parameters: adapter.parameters } };
}
