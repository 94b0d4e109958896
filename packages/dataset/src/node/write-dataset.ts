import { createHash } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { checkFeatures } from "../check-features.js";
import type { Features } from "../features.js";
import { defaultGroupLimits } from "../pending-group.js";
import { checkPositiveInteger } from "../positive-integer.js";
import { recoverFolder, writeFolder } from "./atomic-folder.js";
import { claimFolder } from "./claim-folder.js";
import { type DatasetInfo, datasetCard } from "./dataset-card.js";
import { syncFolder, writeNewFile } from "./durable-file.js";
import { formatManifest, manifestName, type SplitRecord } from "./manifest.js";
import { isSplitName } from "./shard-path.js";
import { SplitWriter, type SplitWriterOptions } from "./split-writer.js";

const caller = "dataset.writeDataset";

type Rows = Iterable<object> | AsyncIterable<object>;

/** Rows by split. */
export type Splits = Readonly<Record<string, Rows>>;

export interface WriteDatasetOptions {
  readonly features: Features;
  /** Rows that a writer or reader holds in memory at once; 🤗 datasets takes 100 where there are pictures. */
  readonly rowsPerGroup?: number;
  /** The same in bytes, about, before compression; a row that is larger makes a group of its own. */
  readonly bytesPerGroup?: number;
  /** Rows in one Parquet file. */
  readonly rowsPerShard?: number;
  /** Bytes in one Parquet file, about, or one row group if that is more; 🤗 datasets keeps a shard below 500 MB. */
  readonly bytesPerShard?: number;
  readonly info?: DatasetInfo;
  /** Whether a dataset of ours that stands at the folder may be replaced. Nothing else ever is. */
  readonly overwrite?: boolean;
}

/**
 * Writes a folder that `readDataset` and 🤗 `load_dataset` open: Parquet shards, a dataset card and a manifest of hashes.
 *
 * The folder appears under its name when it is whole and on the disk, or not at all: bad rows, a full disk or a killed
 * process leave what stood there before.
 */
export async function writeDataset(
  folder: string,
  splits: Splits,
  {
    features,
    rowsPerGroup = defaultGroupLimits.rowsPerGroup,
    bytesPerGroup = defaultGroupLimits.bytesPerGroup,
    rowsPerShard = 50_000,
    bytesPerShard = 500_000_000,
    info = {},
    overwrite = false,
  }: WriteDatasetOptions,
): Promise<void> {
  checkFeatures(features, caller);
  const limits = { rowsPerGroup, bytesPerGroup, rowsPerShard, bytesPerShard };
  for (const [name, limit] of Object.entries(limits)) checkPositiveInteger(name, limit, caller);
  checkSplitNames(Object.keys(splits));
  await recoverFolder(folder);
  await claimFolder(folder, overwrite, caller);

  const fill = async (temporary: string): Promise<void> => {
    await mkdir(join(temporary, "data"));
    const records: SplitRecord[] = [];
    for (const [name, rows] of Object.entries(splits))
      records.push(await writeSplit(temporary, name, rows, { features, ...limits, caller }));
    await syncFolder(join(temporary, "data"));
    await writeCardAndManifest(temporary, records, { features, info });
    // Making the rows may have taken hours: look again at what would be replaced.
    await claimFolder(folder, overwrite, caller);
  };
  await writeFolder(folder, fill, { replace: overwrite });
}

async function writeSplit(folder: string, name: string, rows: Rows, options: SplitWriterOptions): Promise<SplitRecord> {
  const writer = new SplitWriter(folder, name, { ...options, caller: `${caller}: split ${name}` });
  let record: SplitRecord;
  try {
    for await (const row of rows) await writer.add(row);
    record = await writer.finish();
  } catch (error) {
    await writer.abandon();
    throw error;
  }
  if (record.rows === 0)
    throw new Error(
      `${caller}: the split ${name} has no rows; expected at least one, for 🤗 datasets cannot load an empty split. Leave it out or change the fractions.`,
    );
  return record;
}

/** The manifest comes last: a folder without one is not a dataset. */
async function writeCardAndManifest(
  folder: string,
  splits: readonly SplitRecord[],
  { features, info }: { features: Features; info: DatasetInfo },
): Promise<void> {
  const path = "README.md";
  const sizes = splits.map(({ name, rows, shards }) => ({
    name,
    rows,
    bytes: shards.reduce((sum, { bytes }) => sum + bytes, 0),
  }));
  const card = new TextEncoder().encode(datasetCard(features, sizes, info));
  await writeNewFile(join(folder, path), card);
  const sha256 = createHash("sha256").update(card).digest("hex");
  const manifest = formatManifest({ splits, files: [{ path, bytes: card.length, sha256 }] });
  await writeNewFile(join(folder, manifestName), manifest);
}

function checkSplitNames(names: readonly string[]): void {
  if (names.length === 0)
    throw new TypeError(`${caller}: there are no splits; expected rows by split. Pass { train: rows }.`);
  const seen = new Set<string>();
  for (const name of names) {
    if (!isSplitName(name))
      throw new TypeError(
        `${caller}: ${JSON.stringify(name)} cannot name a split; expected letters, digits and underscores, and not "all" (🤗 datasets' rule). Rename it.`,
      );
    // A file system that ignores case would write one over the other.
    if (seen.has(name.toLowerCase()))
      throw new TypeError(
        `${caller}: the split ${name} differs from another only in case; expected names that differ. Rename one.`,
      );
    seen.add(name.toLowerCase());
  }
}
