/**
 * Which modules, by PEFT's rules: names or endings of names in a list, or a regular expression of the whole name. The
 * words `language`, `vision` and `merger`, alone or in a list, are the linear layers of that part of the model.
 */
export type ModulePattern = string | readonly string[] | RegExp;

/** PEFT's `LoraConfig`, its names in camelCase and its defaults. */
export interface LoraConfig {
  /** Rank. */
  readonly r?: number;
  /** The update is scaled by `loraAlpha / r`. */
  readonly loraAlpha?: number;
  /** Probability of dropping an input of the adapter while training. */
  readonly loraDropout?: number;
  /** `"all-linear"` is every linear layer but the output head; any other string is a regular expression. */
  readonly targetModules: ModulePattern;
  readonly excludeModules?: ModulePattern | null;
  /** Ranks of single modules; a key is a regular expression of the name's end. */
  readonly rankPattern?: Readonly<Record<string, number>>;
  /** `loraAlpha` of single modules; keys as in `rankPattern`. */
  readonly alphaPattern?: Readonly<Record<string, number>>;
  /** Scale by `loraAlpha / √r` (rank-stabilized LoRA, arXiv 2312.03732). */
  readonly useRslora?: boolean;
  /** Train the length of each row of a weight apart from its direction (DoRA, arXiv 2402.09353). */
  readonly useDora?: boolean;
  /** Endings of the names of modules that are trained whole, as copies, beside the low-rank matrices. */
  readonly modulesToSave?: readonly string[] | null;
  /** Train copies of no biases, of all, or of those of adapted layers. */
  readonly bias?: Bias;
  /** Train a head that is tied to the embedding together with it, where `modulesToSave` names one of them. */
  readonly ensureWeightTying?: boolean;
  /** true: A ~ U(±1/√in), B = 0. `"gaussian"`: A ~ N(0, 1/r), B = 0. false: B ~ U(±1/√r) too, for tests. */
  readonly initLoraWeights?: boolean | "gaussian";
}

export type Bias = "none" | "all" | "lora_only";

export type ResolvedLoraConfig = Required<LoraConfig>;

/** The configuration with its defaults filled in and its numbers checked. */
export function resolveConfig({
  r = 8,
  loraAlpha = 8,
  loraDropout = 0,
  targetModules,
  excludeModules = null,
  rankPattern = {},
  alphaPattern = {},
  useRslora = false,
  useDora = false,
  modulesToSave = null,
  bias = "none",
  ensureWeightTying = false,
  initLoraWeights = true,
}: LoraConfig): ResolvedLoraConfig {
  for (const [name, rank] of [["r", r], ...Object.entries(rankPattern)] as const) {
    if (!Number.isInteger(rank) || rank < 1) {
      throw new RangeError(`lora.attach: the rank ${name} is ${rank}; expected a positive integer. Set it to 8 or so.`);
    }
  }
  for (const [name, alpha] of [["loraAlpha", loraAlpha], ...Object.entries(alphaPattern)] as const) {
    if (!Number.isFinite(alpha)) {
      throw new RangeError(
        `lora.attach: ${name} is ${alpha}; expected a finite number. Set it to the rank or twice it.`,
      );
    }
  }
  if (!(loraDropout >= 0 && loraDropout < 1)) {
    throw new RangeError(`lora.attach: loraDropout is ${loraDropout}; expected a number in [0, 1). Set it to 0.`);
  }
  return {
    r,
    loraAlpha,
    loraDropout,
    targetModules,
    excludeModules,
    rankPattern,
    alphaPattern,
    useRslora,
    useDora,
    modulesToSave,
    bias,
    ensureWeightTying,
    initLoraWeights,
  };
}
