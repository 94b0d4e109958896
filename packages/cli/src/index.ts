export { formatProgress, type Progress, type ProgressState, type ProgressStream, progress } from "./progress.js";
