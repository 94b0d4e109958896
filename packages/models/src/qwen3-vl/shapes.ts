import type { Qwen3VLConfig, TextConfig, VisionConfig } from "./config.js";

type Shape = readonly number[];
type Entry = readonly [name: string, shape: Shape];

export const HEAD = "lm_head";
export const EMBEDDING = "model.language_model.embed_tokens";

/** Name and shape of every tensor that a checkpoint of this configuration holds, in the order of the modules. */
export function tensorShapes(config: Qwen3VLConfig): ReadonlyMap<string, Shape> {
  return new Map([...vision(config.vision), ...text(config.text), ...(config.tied ? [] : head(config.text))]);
}

/** Number of parameters: a tied head is counted once, as the embedding that it is. */
export function parameterCount(config: Qwen3VLConfig): number {
  let count = 0;
  for (const shape of tensorShapes(config).values()) count += shape.reduce((a, b) => a * b, 1);
  return count;
}

/** The name in the current layout of a tensor's older name. */
export function currentName(name: string): string {
  if (name.startsWith("visual.")) return `model.${name}`;
  if (name.startsWith("language_model.model.")) return `model.language_model.${name.slice(21)}`;
  if (name === "language_model.lm_head.weight") return `${HEAD}.weight`;
  return name.replace(/^model\.(embed_tokens|layers|norm)\./, "model.language_model.$1.");
}

function* vision(config: VisionConfig): Iterable<Entry> {
  const { hidden, intermediate, mergeSize, outHidden } = config;
  const merged = hidden * mergeSize ** 2;
  const root = "model.visual";
  yield [`${root}.patch_embed.proj.weight`, [hidden, ...config.patchShape]];
  yield [`${root}.patch_embed.proj.bias`, [hidden]];
  yield [`${root}.pos_embed.weight`, [config.positionEmbeddings, hidden]];
  for (let i = 0; i < config.depth; i++) {
    const block = `${root}.blocks.${i}`;
    yield* layerNorm(`${block}.norm1`, hidden);
    yield* layerNorm(`${block}.norm2`, hidden);
    yield* linear(`${block}.attn.qkv`, hidden, 3 * hidden);
    yield* linear(`${block}.attn.proj`, hidden, hidden);
    yield* linear(`${block}.mlp.linear_fc1`, hidden, intermediate);
    yield* linear(`${block}.mlp.linear_fc2`, intermediate, hidden);
  }
  // The main merger normalises patches, the others what four patches make together.
  yield* merger(`${root}.merger`, hidden, merged, outHidden);
  for (let i = 0; i < config.deepstackBlocks.length; i++) {
    yield* merger(`${root}.deepstack_merger_list.${i}`, merged, merged, outHidden);
  }
}

function* merger(path: string, normalised: number, merged: number, out: number): Iterable<Entry> {
  yield* layerNorm(`${path}.norm`, normalised);
  yield* linear(`${path}.linear_fc1`, merged, merged);
  yield* linear(`${path}.linear_fc2`, merged, out);
}

function* text(config: TextConfig): Iterable<Entry> {
  const { hidden, intermediate, headSize, attentionBias } = config;
  const [queries, keys] = [config.heads * headSize, config.keyHeads * headSize];
  yield [`${EMBEDDING}.weight`, [config.vocabulary, hidden]];
  for (let i = 0; i < config.layers; i++) {
    const layer = `model.language_model.layers.${i}`;
    yield* linear(`${layer}.self_attn.q_proj`, hidden, queries, attentionBias);
    yield* linear(`${layer}.self_attn.k_proj`, hidden, keys, attentionBias);
    yield* linear(`${layer}.self_attn.v_proj`, hidden, keys, attentionBias);
    yield* linear(`${layer}.self_attn.o_proj`, queries, hidden, attentionBias);
    yield [`${layer}.self_attn.q_norm.weight`, [headSize]];
    yield [`${layer}.self_attn.k_norm.weight`, [headSize]];
    yield* linear(`${layer}.mlp.gate_proj`, hidden, intermediate, false);
    yield* linear(`${layer}.mlp.up_proj`, hidden, intermediate, false);
    yield* linear(`${layer}.mlp.down_proj`, intermediate, hidden, false);
    yield [`${layer}.input_layernorm.weight`, [hidden]];
    yield [`${layer}.post_attention_layernorm.weight`, [hidden]];
  }
  yield ["model.language_model.norm.weight", [hidden]];
}

function head(config: TextConfig): readonly Entry[] {
  return [[`${HEAD}.weight`, [config.vocabulary, config.hidden]]];
}

function* linear(path: string, inputs: number, outputs: number, bias = true): Iterable<Entry> {
  yield [`${path}.weight`, [outputs, inputs]];
  if (bias) yield [`${path}.bias`, [outputs]];
}

function* layerNorm(path: string, size: number): Iterable<Entry> {
  yield [`${path}.weight`, [size]];
  yield [`${path}.bias`, [size]];
}
