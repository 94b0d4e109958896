export { decodeImage } from "./node/decode-image.js";
export { type Collator, type LoadCollatorOptions, loadCollator } from "./node/load-collator.js";
export { loadImageProcessor } from "./node/load-image-processor.js";
export { type Loader, type LoaderOptions, openLoader } from "./node/loader/open-loader.js";
export { type Order, type Plan, type PlannedBatch, packed, shuffled } from "./node/loader/plan.js";
export type { MakeBatch, Prepare } from "./node/loader/prepare.js";
