export { type ArrowRows, fromArrow } from "./arrow/from-arrow.js";
export { type ArrowOptions, arrowBatches, toArrow } from "./arrow/to-arrow.js";
