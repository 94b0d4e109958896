import { manifestFault } from "./manifest.js";
import { type CheckpointFolder, checkpointFolders } from "./names.js";

export interface LatestCheckpoint {
  /** null: the folder has no whole checkpoint. */
  readonly checkpoint: CheckpointFolder | null;
  /** What is wrong with each newer one, for the user's eyes. */
  readonly warnings: readonly string[];
}

/** The newest checkpoint of a folder that agrees with its manifest. */
export async function latestCheckpoint(folder: string): Promise<LatestCheckpoint> {
  const warnings: string[] = [];
  for (const checkpoint of await checkpointFolders(folder)) {
    const fault = await manifestFault(checkpoint.path);
    if (fault === null) return { checkpoint, warnings };
    warnings.push(`${checkpoint.path} is not whole: ${fault}`);
  }
  return { checkpoint: null, warnings };
}
