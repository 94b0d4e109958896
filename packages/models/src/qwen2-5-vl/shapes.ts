import { gatedPerceptronShapes } from "../layers/gated-perceptron.js";
import { VISION } from "../qwen-vl/names.js";
import { qwen2TextShapes } from "../qwen-vl/qwen2-text.js";
import { type Entry, linearShapes, rmsNormShapes } from "../shapes.js";
import type { Qwen2_5VLConfig, Qwen2_5VLVisionConfig } from "./config.js";

/** Name and shape of every tensor, in the order of the modules. */
export function* qwen2_5VLShapes(config: Qwen2_5VLConfig): Iterable<Entry> {
  yield* visionShapes(config.vision);
  yield* qwen2TextShapes(config);
}

function* visionShapes(config: Qwen2_5VLVisionConfig): Iterable<Entry> {
  const { hidden, intermediate, mergeSize, outHidden } = config;
  const merged = hidden * mergeSize ** 2;
  yield [`${VISION}.patch_embed.proj.weight`, [hidden, ...config.patchShape]];
  for (let i = 0; i < config.depth; i++) {
    const block = `${VISION}.blocks.${i}`;
    yield* rmsNormShapes(`${block}.norm1`, hidden);
    yield* rmsNormShapes(`${block}.norm2`, hidden);
    yield* linearShapes(`${block}.attn.qkv`, [hidden, 3 * hidden]);
    yield* linearShapes(`${block}.attn.proj`, [hidden, hidden]);
    yield* gatedPerceptronShapes(`${block}.mlp`, hidden, intermediate, { bias: true });
  }
  yield* rmsNormShapes(`${VISION}.merger.ln_q`, hidden);
  yield* linearShapes(`${VISION}.merger.mlp.0`, [merged, merged]);
  yield* linearShapes(`${VISION}.merger.mlp.2`, [merged, outHidden]);
}
