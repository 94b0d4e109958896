export type { DatasetInfo } from "./node/dataset-card.js";
export { type ImageRoot, type ImageRootOptions, openImageRoot } from "./node/image-folder-root.js";
export { readImageFolder } from "./node/image-folder-rows.js";
export { readJsonRows } from "./node/json-file.js";
export { type JsonFormat, type WriteJsonFolderOptions, writeJsonFolder } from "./node/json-folder.js";
export { readJsonl, writeJsonl } from "./node/jsonl-file.js";
export { type Dataset, type ReadDatasetOptions, readDataset } from "./node/read-dataset.js";
export { type Splits, type WriteDatasetOptions, writeDataset } from "./node/write-dataset.js";
