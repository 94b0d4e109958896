import { VISION } from "../qwen-vl/names.js";
import { textShapes } from "../qwen-vl/text-shapes.js";
import { type Entry, layerNormShapes, linearShapes, rmsNormShapes } from "../shapes.js";
import type { Qwen3VLConfig, Qwen3VLVisionConfig } from "./config.js";

/** Name and shape of every tensor, in the order of the modules. */
export function* qwen3VLShapes({ vision, text, tied }: Qwen3VLConfig): Iterable<Entry> {
  yield* visionShapes(vision);
  yield* textShapes(
    text,
    { tied },
    {
      inputBias: text.attentionBias,
      outputBias: text.attentionBias,
      *norms(path) {
        yield* rmsNormShapes(`${path}.q_norm`, text.headSize);
        yield* rmsNormShapes(`${path}.k_norm`, text.headSize);
      },
    },
  );
}

function* visionShapes(config: Qwen3VLVisionConfig): Iterable<Entry> {
  const { hidden, intermediate, mergeSize, outHidden } = config;
  const merged = hidden * mergeSize ** 2;
  yield [`${VISION}.patch_embed.proj.weight`, [hidden, ...config.patchShape]];
  yield [`${VISION}.patch_embed.proj.bias`, [hidden]];
  yield [`${VISION}.pos_embed.weight`, [config.positionEmbeddings, hidden]];
  for (let i = 0; i < config.depth; i++) {
    const block = `${VISION}.blocks.${i}`;
    yield* layerNormShapes(`${block}.norm1`, hidden);
    yield* layerNormShapes(`${block}.norm2`, hidden);
    yield* linearShapes(`${block}.attn.qkv`, [hidden, 3 * hidden]);
    yield* linearShapes(`${block}.attn.proj`, [hidden, hidden]);
    yield* linearShapes(`${block}.mlp.linear_fc1`, [hidden, intermediate]);
    yield* linearShapes(`${block}.mlp.linear_fc2`, [intermediate, hidden]);
  }
  // The main merger normalises patches, the others what a merge block's patches make together.
  yield* mergerShapes(`${VISION}.merger`, hidden, merged, outHidden);
  for (let i = 0; i < config.deepstack.length; i++) {
    yield* mergerShapes(`${VISION}.deepstack_merger_list.${i}`, merged, merged, outHidden);
  }
}

function* mergerShapes(path: string, normalised: number, merged: number, out: number): Iterable<Entry> {
  yield* layerNormShapes(`${path}.norm`, normalised);
  yield* linearShapes(`${path}.linear_fc1`, [merged, merged]);
  yield* linearShapes(`${path}.linear_fc2`, [merged, out]);
}
