import type { VisionLanguageModel } from "@vlm/models";
import { load } from "@vlm/models/node";
import { bfloat16Words, useBackend } from "@vlm/ops";
import { fourBit } from "@vlm/quant-cuda";
import { megabytes, ownMemory, peakMemory } from "./memory.js";

const NESTED = 256;
const BLOCK = 64;
const SLACK = 300e6;

/** Loads a checkpoint as NF4 with nested scales on the native backend, and prints time and memory against the bound. */
export async function openModel(folder: string): Promise<VisionLanguageModel> {
  await useBackend("vlm-cpu");
  const began = performance.now();
  const model = await load(folder, { quantization: fourBit() });
  const seconds = (performance.now() - began) / 1000;
  const { final, largest } = sizeOf(model);
  const [peak, limit] = [peakMemory(), final + largest + SLACK];
  console.log(`load      ${seconds.toFixed(1)} s`);
  console.log(`size      ${megabytes(final)}, largest tensor ${megabytes(largest)}, now ${megabytes(ownMemory())}`);
  console.log(`peak      ${megabytes(peak)} of ${megabytes(limit)} allowed: ${peak <= limit ? "kept" : "MISSED"}`);
  return model;
}

/** Bytes of a model's weights as they are held, and of the largest as its file has it. */
function sizeOf({ linears, tensors }: VisionLanguageModel): { readonly final: number; readonly largest: number } {
  let [final, largest] = [0, 0];
  for (const { inputs, outputs, packed } of linears) {
    const size = inputs * outputs;
    final += packed ? size * (1 / 2 + 1 / BLOCK + 4 / BLOCK / NESTED) : 4 * size;
    largest = Math.max(largest, 2 * size);
  }
  for (const { value } of tensors) {
    final += bfloat16Words(value) ? 2 * value.size : 4 * value.size;
    largest = Math.max(largest, 2 * value.size);
  }
  return { final, largest };
}
