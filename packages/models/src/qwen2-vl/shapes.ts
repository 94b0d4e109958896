import { VISION } from "../qwen-vl/names.js";
import { qwen2TextShapes } from "../qwen-vl/qwen2-text.js";
import { type Entry, layerNormShapes, linearShapes } from "../shapes.js";
import type { Qwen2VLConfig, Qwen2VLVisionConfig } from "./config.js";

/** Name and shape of every tensor, in the order of the modules. */
export function* qwen2VLShapes(config: Qwen2VLConfig): Iterable<Entry> {
  yield* visionShapes(config.vision);
  yield* qwen2TextShapes(config);
}

function* visionShapes(config: Qwen2VLVisionConfig): Iterable<Entry> {
  const { hidden, intermediate, mergeSize, outHidden } = config;
  const merged = hidden * mergeSize ** 2;
  yield [`${VISION}.patch_embed.proj.weight`, [hidden, ...config.patchShape]];
  for (let i = 0; i < config.depth; i++) {
    const block = `${VISION}.blocks.${i}`;
    yield* layerNormShapes(`${block}.norm1`, hidden);
    yield* layerNormShapes(`${block}.norm2`, hidden);
    yield* linearShapes(`${block}.attn.qkv`, [hidden, 3 * hidden]);
    yield* linearShapes(`${block}.attn.proj`, [hidden, hidden]);
    yield* linearShapes(`${block}.mlp.fc1`, [hidden, intermediate]);
    yield* linearShapes(`${block}.mlp.fc2`, [intermediate, hidden]);
  }
  yield* layerNormShapes(`${VISION}.merger.ln_q`, hidden);
  yield* linearShapes(`${VISION}.merger.mlp.0`, [merged, merged]);
  yield* linearShapes(`${VISION}.merger.mlp.2`, [merged, outHidden]);
}
