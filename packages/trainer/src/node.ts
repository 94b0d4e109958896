export { type LatestCheckpoint, latestCheckpoint } from "./node/latest-checkpoint.js";
export { type Metrics, type MetricsWriter, openMetrics, readMetrics } from "./node/metrics.js";
export type { CheckpointFolder } from "./node/names.js";
export { type Restored, restore } from "./node/restore.js";
export { type SaveCheckpointOptions, saveCheckpoint } from "./node/save-checkpoint.js";
export { type SaveModelOptions, saveModel } from "./node/save-model.js";
