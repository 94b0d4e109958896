import { gatedPerceptronShapes } from "../layers/gated-perceptron.js";
import { type Entry, layerNormShapes, linearShapes, rmsNormShapes } from "../shapes.js";
import type { Gemma3TextConfig } from "./config.js";
import { HEAD, LANGUAGE_MODEL, PROJECTOR, VISION } from "./names.js";
import type { Gemma3Config, SiglipConfig } from "./vision-config.js";

/** Name and shape of every tensor, in the order of the modules. */
export function* gemma3TextShapes(config: Gemma3TextConfig, path: string = LANGUAGE_MODEL.alone): Iterable<Entry> {
  const { hidden, intermediate, headSize, attentionBias: bias } = config;
  const [queries, keys] = [config.heads * headSize, config.keyHeads * headSize];
  yield [`${path}.embed_tokens.weight`, [config.vocabulary, hidden]];
  for (let i = 0; i < config.layerTypes.length; i++) {
    const layer = `${path}.layers.${i}`;
    yield* linearShapes(`${layer}.self_attn.q_proj`, [hidden, queries], { bias });
    yield* linearShapes(`${layer}.self_attn.k_proj`, [hidden, keys], { bias });
    yield* linearShapes(`${layer}.self_attn.v_proj`, [hidden, keys], { bias });
    yield* linearShapes(`${layer}.self_attn.o_proj`, [queries, hidden], { bias });
    yield* rmsNormShapes(`${layer}.self_attn.q_norm`, headSize);
    yield* rmsNormShapes(`${layer}.self_attn.k_norm`, headSize);
    yield* gatedPerceptronShapes(`${layer}.mlp`, hidden, intermediate, { bias: false });
    for (const name of ["input", "post_attention", "pre_feedforward", "post_feedforward"]) {
      yield* rmsNormShapes(`${layer}.${name}_layernorm`, hidden);
    }
  }
  yield* rmsNormShapes(`${path}.norm`, hidden);
  if (!config.tied) yield [`${HEAD}.weight`, [config.vocabulary, hidden]];
}

/** The same for a model with vision. */
export function* gemma3Shapes({ text, vision }: Gemma3Config): Iterable<Entry> {
  yield* siglipShapes(vision);
  yield [`${PROJECTOR}.mm_input_projection_weight`, [vision.hidden, text.hidden]];
  yield* rmsNormShapes(`${PROJECTOR}.mm_soft_emb_norm`, vision.hidden);
  yield* gemma3TextShapes(text, LANGUAGE_MODEL.withVision);
}

function* siglipShapes(config: SiglipConfig): Iterable<Entry> {
  const { hidden, intermediate, patchSize, imageShape } = config;
  const patches = Math.floor(imageShape[1] / patchSize) ** 2;
  yield [`${VISION}.embeddings.patch_embedding.weight`, [hidden, imageShape[0], patchSize, patchSize]];
  yield [`${VISION}.embeddings.patch_embedding.bias`, [hidden]];
  yield [`${VISION}.embeddings.position_embedding.weight`, [patches, hidden]];
  for (let i = 0; i < config.depth; i++) {
    const layer = `${VISION}.encoder.layers.${i}`;
    yield* layerNormShapes(`${layer}.layer_norm1`, hidden);
    for (const name of ["k_proj", "v_proj", "q_proj", "out_proj"]) {
      yield* linearShapes(`${layer}.self_attn.${name}`, [hidden, hidden]);
    }
    yield* layerNormShapes(`${layer}.layer_norm2`, hidden);
    yield* perceptronShapes(`${layer}.mlp`, hidden, intermediate);
  }
  yield* layerNormShapes(`${VISION}.post_layernorm`, hidden);
  if (!config.hasHead) return;
  const head = `${VISION}.head`;
  yield [`${head}.probe`, [1, 1, hidden]];
  yield [`${head}.attention.in_proj_weight`, [3 * hidden, hidden]];
  yield [`${head}.attention.in_proj_bias`, [3 * hidden]];
  yield* linearShapes(`${head}.attention.out_proj`, [hidden, hidden]);
  yield* layerNormShapes(`${head}.layernorm`, hidden);
  yield* perceptronShapes(`${head}.mlp`, hidden, intermediate);
}

function* perceptronShapes(path: string, hidden: number, intermediate: number): Iterable<Entry> {
  yield* linearShapes(`${path}.fc1`, [hidden, intermediate]);
  yield* linearShapes(`${path}.fc2`, [intermediate, hidden]);
}
