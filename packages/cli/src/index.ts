export type { Command, CommandEntry, Context } from "./command.js";
export { commands } from "./commands.js";
export { formatProgress, type Progress, type ProgressState, type ProgressStream, progress } from "./progress.js";
export { vlm } from "./vlm.js";
