export type { DatasetInfo } from "./node/dataset-card.js";
export { readJsonl, writeJsonl } from "./node/jsonl-file.js";
export { type Dataset, type ReadDatasetOptions, readDataset } from "./node/read-dataset.js";
export { type Splits, type WriteDatasetOptions, writeDataset } from "./node/write-dataset.js";
