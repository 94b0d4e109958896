export { type CollateOptions, collate, IGNORED_LABEL } from "./collate.js";
export { createImageProcessor, type Grid, type ImageProcessor, type ProcessedImage } from "./image-processor.js";
export { mropePositions } from "./mrope.js";
export { type ResizeLimits, smartResize } from "./smart-resize.js";
