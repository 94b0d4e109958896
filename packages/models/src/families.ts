import type { Architecture, Family } from "./architecture.js";
import { parseGemma3TextConfig } from "./gemma3/config.js";
import { gemma3, gemma3Text } from "./gemma3/gemma3.js";
import { parseGemma3Config } from "./gemma3/vision-config.js";
import { parseQwen2_5VLConfig } from "./qwen2-5-vl/config.js";
import { qwen2_5VL } from "./qwen2-5-vl/qwen2-5-vl.js";
import { parseQwen2VLConfig } from "./qwen2-vl/config.js";
import { qwen2VL } from "./qwen2-vl/qwen2-vl.js";
import { parseQwen3VLConfig } from "./qwen3-vl/config.js";
import { qwen3VL } from "./qwen3-vl/qwen3-vl.js";

/** By the `model_type` of config.json. */
const FAMILIES: ReadonlyMap<string, Family> = new Map<string, Family>([
  ["gemma3", (json) => gemma3(parseGemma3Config(json))],
  ["gemma3_text", (json) => gemma3Text(parseGemma3TextConfig(json))],
  ["qwen2_vl", (json) => qwen2VL(parseQwen2VLConfig(json))],
  ["qwen2_5_vl", (json) => qwen2_5VL(parseQwen2_5VLConfig(json))],
  ["qwen3_vl", (json) => qwen3VL(parseQwen3VLConfig(json))],
]);

/**
 * What a `config.json` describes: the names and shapes of its checkpoint's tensors, and the network made of them.
 *
 * @param source what the error calls the place of the file
 * @throws when the family is unknown, or a field is not what this code computes
 */
export function architectureOf(configJson: unknown, source = "config.json"): Architecture {
  const type = (configJson as { model_type?: unknown } | null)?.model_type;
  const family = FAMILIES.get(String(type));
  if (!family) {
    const known = [...FAMILIES.keys()].map((name) => JSON.stringify(name)).join(" or ");
    throw new Error(
      `models.load: ${source} holds a model of type ${JSON.stringify(type)}; expected ${known}. Use a checkpoint of one of these families.`,
    );
  }
  return family(configJson);
}
