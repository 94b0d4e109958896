import { gatedPerceptronShapes } from "../layers/gated-perceptron.js";
import { type Entry, linearShapes, rmsNormShapes } from "../shapes.js";
import type { TextConfig } from "./config.js";
import { EMBEDDING, HEAD, LANGUAGE_MODEL } from "./names.js";

export interface AttentionShapes {
  readonly inputBias: boolean;
  readonly outputBias: boolean;
  /** What a family has beside the projections, under the attention's path. */
  readonly norms: (path: string) => Iterable<Entry>;
}

/** The language model's tensors, and those of the head where it is not the embedding. */
export function* textShapes(
  config: TextConfig,
  { tied }: { readonly tied: boolean },
  { inputBias, outputBias, norms }: AttentionShapes,
): Iterable<Entry> {
  const { hidden, intermediate, headSize } = config;
  const [queries, keys] = [config.heads * headSize, config.keyHeads * headSize];
  yield [`${EMBEDDING}.weight`, [config.vocabulary, hidden]];
  for (let i = 0; i < config.layers; i++) {
    const layer = `${LANGUAGE_MODEL}.layers.${i}`;
    const attention = `${layer}.self_attn`;
    yield* linearShapes(`${attention}.q_proj`, [hidden, queries], { bias: inputBias });
    yield* linearShapes(`${attention}.k_proj`, [hidden, keys], { bias: inputBias });
    yield* linearShapes(`${attention}.v_proj`, [hidden, keys], { bias: inputBias });
    yield* linearShapes(`${attention}.o_proj`, [queries, hidden], { bias: outputBias });
    yield* norms(attention);
    yield* gatedPerceptronShapes(`${layer}.mlp`, hidden, intermediate, { bias: false });
    yield* rmsNormShapes(`${layer}.input_layernorm`, hidden);
    yield* rmsNormShapes(`${layer}.post_attention_layernorm`, hidden);
  }
  yield* rmsNormShapes(`${LANGUAGE_MODEL}.norm`, hidden);
  if (!tied) yield [`${HEAD}.weight`, [config.vocabulary, hidden]];
}
