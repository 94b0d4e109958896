export { decodeImage } from "./node/decode-image.js";
export { type LoadCollatorOptions, loadCollator } from "./node/load-collator.js";
export { loadImageProcessor } from "./node/load-image-processor.js";
