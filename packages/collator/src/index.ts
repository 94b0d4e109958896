export { type CollateOptions, collate, IGNORED_LABEL, type Rows } from "./collate.js";
export { countTokens, type ImageOptions, type SampleSize } from "./expand.js";
export { type DroppedSample, type FitOptions, type FittedSamples, fitSamples } from "./fit-samples.js";
export type { Grid, ImageLayout, ImageSize } from "./image-family.js";
export { createImageProcessor, type ImageProcessor, type ProcessedImage } from "./image-processor.js";
export { type MropeOptions, mropePositions } from "./mrope.js";
export { type PackingPlan, planPacking } from "./plan-packing.js";
export { type ResizeLimits, smartResize } from "./smart-resize.js";
export { recycle } from "./spare-memory.js";
