import { type Folder, openCheckpoint, type Safetensors } from "@vlm/safetensors";
import { Fields } from "./checkpoint/fields.js";
import { readJson } from "./checkpoint/read-json.js";
import type { VisionLanguageModel } from "./model.js";
import { loadQwen3VL } from "./qwen3-vl/qwen3-vl.js";

type Loader = (config: unknown, weights: Safetensors) => Promise<VisionLanguageModel>;

const FAMILIES: ReadonlyMap<string, Loader> = new Map([["qwen3_vl", loadQwen3VL]]);

/**
 * Loads a model from a checkpoint folder in Hub layout: `config.json` and safetensors in F32, F16 or BF16.
 *
 * @throws when a file is missing or damaged, the family is unknown, the weights are quantized, or tensors do not fit
 *   the configuration; nothing has been computed then
 */
export async function loadFrom(folder: Folder): Promise<VisionLanguageModel> {
  const config = await readJson(folder, "config.json");
  const type = (config as { model_type?: unknown } | null)?.model_type;
  const loader = FAMILIES.get(String(type));
  if (!loader) {
    throw new Error(
      `models.load: ${folder.name} holds a model of type ${JSON.stringify(type)}; expected ${[...FAMILIES.keys()].map((name) => JSON.stringify(name)).join(" or ")}. Use a checkpoint of one of these families.`,
    );
  }
  if (new Fields(config).has("quantization_config")) {
    throw new Error(
      `models.load: ${folder.name} is quantized (quantization_config in config.json); expected F32, F16 or BF16 weights. Reading quantized weights is the work of @vlm/quant-cuda: load the original checkpoint without it.`,
    );
  }
  const weights = await openCheckpoint(folder);
  try {
    return await loader(config, weights);
  } finally {
    await weights.close();
  }
}
