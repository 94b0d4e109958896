export { ask, type Processor } from "./ask.js";
export type { Continuation, Decoding } from "./generation/decoding.js";
export { type GenerateOptions, greedy } from "./generation/greedy.js";
export { loadFrom } from "./load.js";
export type { VisionLanguageModel } from "./model.js";
export { parseConfig, type Qwen3VLConfig, type TextConfig, type VisionConfig } from "./qwen3-vl/config.js";
export { loadQwen3VL, Qwen3VL } from "./qwen3-vl/qwen3-vl.js";
export { parameterCount, tensorShapes } from "./qwen3-vl/shapes.js";
