import type { LoraAdapter } from "./adapter.js";
import { type Bias, type ModulePattern, type ResolvedLoraConfig, resolveConfig } from "./config.js";
import { isPlainList } from "./match.js";

/** What PEFT writes that says nothing about the arithmetic. */
const DESCRIPTIVE = new Set([
  "peft_type",
  "auto_mapping",
  "base_model_name_or_path",
  "revision",
  "task_type",
  "inference_mode",
  "peft_version",
  "megatron_core",
  "qalora_group_size",
]);

const READ = new Set([
  "r",
  "lora_alpha",
  "lora_dropout",
  "target_modules",
  "exclude_modules",
  "rank_pattern",
  "alpha_pattern",
  "use_rslora",
  "use_dora",
  "modules_to_save",
  "bias",
  "ensure_weight_tying",
  "init_lora_weights",
]);

/**
 * The configuration in PEFT's `adapter_config.json`.
 *
 * @throws Error that names every feature that is switched on and not supported: `lora_bias`, `layer_replication`, PiSSA, …
 */
export function parseAdapterConfig(text: string, name = "adapter_config.json"): ResolvedLoraConfig {
  const fields = parseObject(text, name);
  if (fields.peft_type !== "LORA") {
    throw new Error(
      `lora.parseAdapterConfig: ${name} has peft_type ${JSON.stringify(fields.peft_type)}; expected "LORA". Only LoRA adapters can be read.`,
    );
  }
  const unsupported = Object.entries(fields)
    .filter(([key, value]) => !DESCRIPTIVE.has(key) && !READ.has(key) && !isOff(value))
    .concat(isPlainStart(fields.init_lora_weights) ? [] : [["init_lora_weights", fields.init_lora_weights]])
    .map(([key, value]) => `${key} = ${JSON.stringify(value)}`);
  if (unsupported.length > 0) {
    throw new Error(
      `lora.parseAdapterConfig: ${name} asks for ${unsupported.join(", ")}; expected plain LoRA, these features are not supported. Merge the adapter with PEFT, or train it without them.`,
    );
  }
  return resolveConfig({
    r: field(fields, "r", isNumber, name),
    loraAlpha: field(fields, "lora_alpha", isNumber, name),
    loraDropout: field(fields, "lora_dropout", isNumber, name),
    targetModules: field(fields, "target_modules", isModules, name) ?? missingTargets(name),
    excludeModules: field(fields, "exclude_modules", isModules, name) ?? null,
    rankPattern: field(fields, "rank_pattern", isNumbers, name),
    alphaPattern: field(fields, "alpha_pattern", isNumbers, name),
    useRslora: field(fields, "use_rslora", isFlag, name),
    useDora: field(fields, "use_dora", isFlag, name),
    modulesToSave: field(fields, "modules_to_save", isNames, name) ?? null,
    bias: field(fields, "bias", isBias, name),
    ensureWeightTying: field(fields, "ensure_weight_tying", isFlag, name),
    initLoraWeights: field(fields, "init_lora_weights", isPlainStart, name) ?? true,
  });
}

/** PEFT's `adapter_config.json` of an adapter, as Python's `json.dumps(…, indent=2, sort_keys=True)` prints it. */
export function adapterConfig(
  { config, targets }: Pick<LoraAdapter, "config" | "targets">,
  { baseModel = null }: { baseModel?: string | null } = {},
): string {
  // A pattern here sees linear layers only; PEFT's sees every module and refuses one that is not linear. Whole names are exact.
  const { excludeModules } = config;
  const readable = excludeModules === null || typeof excludeModules === "string" || isPlainList(excludeModules);
  const whole = !isPlainList(config.targetModules) || !readable;
  const fields: Record<string, unknown> = {
    alpha_pattern: config.alphaPattern,
    auto_mapping: null,
    base_model_name_or_path: baseModel,
    bias: config.bias,
    ...(config.ensureWeightTying && { ensure_weight_tying: true }),
    exclude_modules: whole ? null : excludeModules,
    fan_in_fan_out: false,
    inference_mode: true,
    init_lora_weights: config.initLoraWeights,
    layer_replication: null,
    layers_pattern: null,
    layers_to_transform: null,
    lora_alpha: config.loraAlpha,
    lora_bias: false,
    lora_dropout: config.loraDropout,
    modules_to_save: config.modulesToSave,
    peft_type: "LORA",
    r: config.r,
    rank_pattern: config.rankPattern,
    revision: null,
    target_modules: whole ? targets : config.targetModules,
    task_type: null,
    use_dora: config.useDora,
    use_rslora: config.useRslora,
  };
  // Python keeps a float a float.
  return `${JSON.stringify(fields, null, 2).replace(/("lora_dropout": \d+),/, "$1.0,")}\n`;
}

function parseObject(text: string, name: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new SyntaxError(
      `lora.parseAdapterConfig: ${name} is not JSON; expected PEFT's adapter_config.json. Save the adapter again.`,
      { cause },
    );
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new TypeError(
    `lora.parseAdapterConfig: ${name} holds ${JSON.stringify(value)}; expected a JSON object. Save the adapter again.`,
  );
}

function field<T>(
  fields: Record<string, unknown>,
  key: string,
  is: (value: unknown) => value is T,
  name: string,
): T | undefined {
  const value = fields[key];
  if (value === undefined || value === null) return undefined;
  if (is(value)) return value;
  throw new TypeError(
    `lora.parseAdapterConfig: ${name} has ${key} = ${JSON.stringify(value)}, a value that PEFT does not write there. Save the adapter again.`,
  );
}

function missingTargets(name: string): never {
  throw new Error(
    `lora.parseAdapterConfig: ${name} has no target_modules; expected the adapted modules. Save the adapter again.`,
  );
}

/** null, false, or nothing inside. */
function isOff(value: unknown): boolean {
  if (value === null || value === false) return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}

/** Starts that leave the base weights alone; PiSSA and its like change them. */
function isPlainStart(value: unknown): value is boolean | "gaussian" {
  return value === undefined || value === null || typeof value === "boolean" || value === "gaussian";
}

function isFlag(value: unknown): value is boolean {
  return typeof value === "boolean";
}

function isNames(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === "string");
}

function isBias(value: unknown): value is Bias {
  return value === "none" || value === "all" || value === "lora_only";
}

function isNumber(value: unknown): value is number {
  return typeof value === "number";
}

function isModules(value: unknown): value is Exclude<ModulePattern, RegExp> {
  return typeof value === "string" || isNames(value);
}

function isNumbers(value: unknown): value is Record<string, number> {
  return typeof value === "object" && value !== null && Object.values(value).every(isNumber);
}
