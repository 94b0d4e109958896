export { loadAdapter } from "./node/load-adapter.js";
export { type MergeCheckpointOptions, type MergedCheckpoint, mergeCheckpoint } from "./node/merge-checkpoint.js";
export { saveAdapter } from "./node/save-adapter.js";
export type { PackedFile, Unpacking } from "./node/unpacking.js";
