import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { readShardIndex, SHARD_INDEX } from "../shard-index.js";
import type { Folder, Source } from "../source.js";
import { openFolder } from "./folder.js";

const SINGLE = "model.safetensors";

/** Weights in other formats, as repositories name them: after a merge they would hold the base, unmerged. */
const OTHER_WEIGHTS =
  /^(original|onnx)\/|^[^/]*(\.(bin|pt|pth|ckpt|h5|msgpack|gguf|onnx|safetensors)|\.(bin|safetensors)\.index\.json)$/;

export interface CheckpointFiles {
  /** Files of the weights, one or as many as the index names. */
  readonly shards: readonly string[];
  readonly sharded: boolean;
  /** Relative paths of all files that are no weights. */
  readonly others: readonly string[];
  /** Weights in other formats, and what version control and downloads keep. */
  readonly leftOut: readonly string[];
}

/** What a checkpoint folder holds; its weights must have been opened, and so checked, before. */
export async function checkpointFiles(directory: string): Promise<CheckpointFiles> {
  const folder = openFolder(directory);
  const single = await folder.open(SINGLE);
  await single?.close?.();
  const shards = single ? [SINGLE] : await indexed(folder);
  const ours = new Set([...shards, ...(single ? [] : [SHARD_INDEX])]);
  const found = (await filesBelow(directory, "")).filter((path) => !ours.has(path));
  const leaves = (path: string): boolean => OTHER_WEIGHTS.test(path) || /^\.(git|cache)\//.test(path);
  return {
    shards,
    sharded: !single,
    others: found.filter((path) => !leaves(path)),
    leftOut: found.filter(leaves),
  };
}

async function indexed(folder: Folder): Promise<readonly string[]> {
  const index: Source = (await folder.open(SHARD_INDEX))!;
  try {
    return [...new Set((await readShardIndex(index)).values())];
  } finally {
    await index.close?.();
  }
}

/** Links count as files: a folder behind one is not entered. */
async function filesBelow(root: string, below: string): Promise<string[]> {
  const entries = await readdir(join(root, below), { withFileTypes: true });
  const paths = entries
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(async (entry) => {
      const path = below === "" ? entry.name : `${below}/${entry.name}`;
      return entry.isDirectory() ? filesBelow(root, path) : [path];
    });
  return (await Promise.all(paths)).flat();
}
