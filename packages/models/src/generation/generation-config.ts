import type { Folder } from "@vlm/safetensors";
import { readJson } from "../checkpoint/read-json.js";
import type { GenerateOptions } from "./options.js";
import { samplingDefaults } from "./sampling.js";

type Json = Readonly<Record<string, unknown>>;

/** Settings that would choose other tokens, each with the values that leave it off. */
const UNSUPPORTED: Readonly<Record<string, readonly unknown[]>> = {
  num_beams: [1],
  num_beam_groups: [1],
  num_return_sequences: [1],
  typical_p: [1],
  top_h: [],
  epsilon_cutoff: [0],
  eta_cutoff: [0],
  no_repeat_ngram_size: [0],
  encoder_no_repeat_ngram_size: [0],
  encoder_repetition_penalty: [1],
  min_length: [0],
  min_new_tokens: [0],
  bad_words_ids: [],
  force_words_ids: [],
  forced_bos_token_id: [],
  forced_eos_token_id: [],
  suppress_tokens: [],
  begin_suppress_tokens: [],
  sequence_bias: [],
  guidance_scale: [1],
  exponential_decay_length_penalty: [],
  penalty_alpha: [],
  dola_layers: [],
  watermarking_config: [],
  token_healing: [false],
};

/**
 * How a checkpoint wants to be asked: its `generation_config.json` as options of `generate`, with transformers' meaning
 * and defaults. `max_length` is left aside, since `maxNewTokens` goes before it.
 *
 * @throws on values of the wrong type, and by name on settings that would choose other tokens and are not known here
 */
export function parseGenerationConfig(json: unknown): GenerateOptions {
  if (typeof json !== "object" || json === null || Array.isArray(json)) {
    throw new Error(
      `models.parseGenerationConfig: generation_config.json is ${JSON.stringify(json) ?? typeof json}; expected an object. Copy it from the checkpoint again.`,
    );
  }
  const config = json as Json;
  for (const [name, off] of Object.entries(UNSUPPORTED)) {
    const value = config[name] ?? null;
    if (value === null || off.includes(value)) continue;
    throw new Error(
      `models.parseGenerationConfig: ${name} is ${JSON.stringify(value)}; expected ${[...off, "null"].join(" or ")}. It is not supported: take it out of generation_config.json.`,
    );
  }
  const number = (name: string): number | undefined => typed(config, name, "a number", (v) => typeof v === "number");
  const maxNewTokens = number("max_new_tokens");
  const eos = listed(config, "eos_token_id", "a token id or a list of them", Number.isInteger) as number[] | undefined;
  const stopStrings = listed(config, "stop_strings", "a text or a list of texts", (v) => typeof v === "string");
  const isSampled = typed<boolean>(config, "do_sample", "true or false", (v) => typeof v === "boolean") ?? false;
  const sampling = {
    temperature: number("temperature") ?? samplingDefaults.temperature,
    topK: number("top_k") ?? samplingDefaults.topK,
    topP: number("top_p") ?? samplingDefaults.topP,
    minP: number("min_p") ?? samplingDefaults.minP,
  };
  return {
    ...(maxNewTokens !== undefined && { maxNewTokens }),
    ...(eos && { stopTokens: eos }),
    ...(stopStrings && { stopStrings: stopStrings as string[] }),
    sampling: isSampled ? sampling : null,
    repetitionPenalty: number("repetition_penalty") ?? 1,
  };
}

/** `parseGenerationConfig` of a checkpoint folder. */
export async function readGenerationConfig(folder: Folder): Promise<GenerateOptions> {
  return parseGenerationConfig(await readJson(folder, "generation_config.json"));
}

function typed<T>(config: Json, name: string, expected: string, isRight: (value: unknown) => boolean): T | undefined {
  const value = config[name] ?? undefined;
  if (value === undefined || isRight(value)) return value as T | undefined;
  throw new Error(
    `models.parseGenerationConfig: ${name} is ${JSON.stringify(value)}; expected ${expected}. Correct generation_config.json.`,
  );
}

function listed(
  config: Json,
  name: string,
  expected: string,
  isRight: (value: unknown) => boolean,
): readonly unknown[] | undefined {
  const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);
  const value = typed(config, name, expected, (found) => listOf(found).every(isRight));
  return value === undefined ? undefined : listOf(value);
}
