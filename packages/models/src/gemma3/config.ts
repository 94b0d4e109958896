import { Fields } from "../checkpoint/fields.js";
import type { HeadSizes } from "../language/self-attention.js";
import type { LayerType } from "./layer-type.js";
import { type NumberType, roundTo, SIGNIFICANT_BITS } from "./number-type.js";
import { parseRopes, type Rope } from "./rope.js";

export interface Gemma3TextConfig extends HeadSizes {
  readonly vocabulary: number;
  readonly hidden: number;
  readonly intermediate: number;
  readonly maxPositions: number;
  readonly normEpsilon: number;
  /** Of each layer. */
  readonly layerTypes: readonly LayerType[];
  /** Tokens that a token of a sliding layer sees, itself among them. */
  readonly window: number;
  readonly ropes: Readonly<Record<LayerType, Rope>>;
  /** What attention scores are multiplied by. */
  readonly attentionScale: number;
  readonly attentionBias: boolean;
  /** Which form of GELU. */
  readonly activation: "none" | "tanh";
  /** √hidden in the type that the weights are stored in: 50.5 for bfloat16 and 2560. */
  readonly embeddingScale: number;
  /** Whether the output head is the embedding table. */
  readonly tied: boolean;
}

const ACTIVATIONS = { gelu: "none", gelu_pytorch_tanh: "tanh" } as const;
const LAYER_TYPES: Readonly<Record<LayerType, null>> = { sliding_attention: null, full_attention: null };

/**
 * Reads `config.json` of a Gemma 3 checkpoint without vision. Defaults are those of transformers' Gemma3TextConfig; a file
 * that does not say what type its weights have is taken for float32.
 *
 * @throws for a field of the wrong kind, and for a variant of the architecture that this code does not compute
 */
export function parseGemma3TextConfig(json: unknown): Gemma3TextConfig {
  const file = new Fields(json);
  return parseText(file, parseNumberType(file));
}

/** The type that the checkpoint's weights have, which older files call `torch_dtype`. */
export function parseNumberType(file: Fields, fallback: NumberType = "float32"): NumberType {
  return file.choice(file.has("dtype") ? "dtype" : "torch_dtype", SIGNIFICANT_BITS, fallback);
}

export function parseText(text: Fields, type: NumberType): Gemma3TextConfig {
  text.oneOf("use_bidirectional_attention", [false]);
  for (const name of ["attn_logit_softcapping", "final_logit_softcapping"]) text.oneOf(name, [null]);
  const hidden = text.integer("hidden_size", 2304);
  return {
    vocabulary: text.integer("vocab_size", 262208),
    hidden,
    intermediate: text.integer("intermediate_size", 9216),
    heads: text.integer("num_attention_heads", 8),
    keyHeads: text.integer("num_key_value_heads", 4),
    headSize: text.integer("head_dim", 256),
    maxPositions: text.integer("max_position_embeddings", 131072),
    normEpsilon: text.number("rms_norm_eps", 1e-6),
    layerTypes: parseLayerTypes(text),
    window: text.integer("sliding_window", 4096),
    ropes: parseRopes(text),
    attentionScale: text.number("query_pre_attn_scalar", 256) ** -0.5,
    attentionBias: text.flag("attention_bias", false),
    activation: ACTIVATIONS[text.choice("hidden_activation", ACTIVATIONS, "gelu_pytorch_tanh")],
    embeddingScale: roundTo(type, Math.sqrt(hidden)),
    tied: text.flag("tie_word_embeddings", true),
  };
}

/** Files without a list have a full layer after every five sliding ones, or after as many as they say. */
function parseLayerTypes(text: Fields): readonly LayerType[] {
  const layers = text.integer("num_hidden_layers", 26);
  const period = text.integer("sliding_window_pattern", 6);
  const pattern = Array.from(
    { length: layers },
    (_, i): LayerType => ((i + 1) % period === 0 ? "full_attention" : "sliding_attention"),
  );
  const types = text.choices("layer_types", LAYER_TYPES, pattern);
  if (types.length !== layers) {
    throw new Error(
      `models.config: layer_types names ${types.length} layers; expected ${layers} by num_hidden_layers. Use the config.json of this checkpoint.`,
    );
  }
  return types;
}
