/** 🤗 datasets' name for a shard, relative to the dataset's folder: `data/train-00000-of-00005.parquet`. */
export function shardPath(split: string, index: number, count: number): string {
  return `data/${split}-${String(index).padStart(5, "0")}-of-${String(count).padStart(5, "0")}.parquet`;
}

/** 🤗 datasets' rule for the name of a split; `all` means every split there. */
export function isSplitName(name: string): boolean {
  return /^\w+(\.\w+)*$/.test(name) && name !== "all";
}
