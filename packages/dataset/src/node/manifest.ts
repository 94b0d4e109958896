import { isSplitName, shardPath } from "./shard-path.js";

export const manifestName = "MANIFEST.json";

/** A file as it was written. `path` is relative to the dataset's folder, with slashes. */
export interface FileRecord {
  readonly path: string;
  readonly bytes: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

export interface ShardRecord extends FileRecord {
  readonly rows: number;
}

export interface SplitRecord {
  readonly name: string;
  readonly rows: number;
  readonly shards: readonly ShardRecord[];
}

/** Every file of a dataset but the manifest itself, which is written last. */
export interface Manifest {
  readonly format: "vlm-dataset";
  readonly version: 1;
  readonly splits: readonly SplitRecord[];
  /** What stands beside the shards: the dataset card. */
  readonly files: readonly FileRecord[];
}

export function listFiles({ splits, files }: Manifest): FileRecord[] {
  return [...splits.flatMap(({ shards }) => shards), ...files];
}

export function formatManifest({ splits, files }: Pick<Manifest, "splits" | "files">): string {
  const manifest: Manifest = {
    format: "vlm-dataset",
    version: 1,
    splits: splits.map(splitRecord),
    files: files.map(fileRecord),
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

function splitRecord({ name, rows, shards }: SplitRecord): SplitRecord {
  return { name, rows, shards: shards.map((shard) => ({ ...fileRecord(shard), rows: shard.rows })) };
}

function fileRecord({ path, bytes, sha256 }: FileRecord): FileRecord {
  return { path, bytes, sha256 };
}

/** The manifest that the text is, to the letter, or null: what nobody edits has one spelling. */
export function parseManifest(text: string): Manifest | null {
  try {
    const manifest = JSON.parse(text) as Manifest;
    return formatManifest(manifest) === text && isConsistent(manifest) ? manifest : null;
  } catch {
    return null;
  }
}

function isConsistent({ splits, files }: Manifest): boolean {
  return splits.length > 0 && splits.every(isConsistentSplit) && files.every(({ path }) => path === "README.md");
}

function isConsistentSplit({ name, rows, shards }: SplitRecord): boolean {
  return (
    isSplitName(name) &&
    shards.length > 0 &&
    shards.every(({ path }, index) => path === shardPath(name, index, shards.length)) &&
    rows === shards.reduce((sum, shard) => sum + shard.rows, 0)
  );
}
