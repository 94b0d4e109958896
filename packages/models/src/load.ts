import { type Folder, openCheckpoint } from "@vlm/safetensors";
import { CausalModel } from "./causal-model.js";
import type { Quantization } from "./checkpoint/quantization.js";
import { readJson } from "./checkpoint/read-json.js";
import { readTensors } from "./checkpoint/read-tensors.js";
import { architectureOf } from "./families.js";
import { Parameters } from "./layers/parameters.js";
import type { VisionLanguageModel } from "./model.js";

export interface LoadOptions {
  /**
   * Keeps linear layers in few bits: packs them on the way in, tensor by tensor, or reads a file that holds them packed,
   * which then decides alone what is packed and how.
   */
  readonly quantization?: Quantization | undefined;
}

/**
 * Loads a model from a checkpoint folder in Hub layout: `config.json` and safetensors in F32, F16, BF16 or quantized.
 *
 * @throws when a file is missing or damaged, the family is unknown, the weights are quantized and nobody reads them, or
 *   tensors do not fit the configuration; nothing has been computed then
 */
export async function loadFrom(folder: Folder, { quantization }: LoadOptions = {}): Promise<VisionLanguageModel> {
  const config = await readJson(folder, "config.json");
  const architecture = architectureOf(config, folder.name);
  const quantized = (config as { quantization_config?: unknown }).quantization_config ?? null;
  if (quantized !== null && !quantization) {
    throw new Error(
      `models.load: ${folder.name} is quantized (quantization_config in config.json); expected F32, F16 or BF16 weights, or someone who reads these. Pass { quantization: fourBit() } of @vlm/quant-cuda.`,
    );
  }
  const weights = await openCheckpoint(folder);
  try {
    const packed = quantized === null ? undefined : await quantization!.open(quantized, weights);
    const tensors = await readTensors(weights, architecture.shapes, architecture, { quantization, packed });
    const parameters = new Parameters(tensors);
    return new CausalModel(architecture.network(parameters), parameters);
  } finally {
    await weights.close();
  }
}
