import type { MakeBatch } from "@vlm/collator/node";
import type { Batch, Sample } from "@vlm/types";
import { openRowSamples, type SampleSettings } from "./row-samples.js";
import type { SampleAddress } from "./sample-list.js";

export interface BatchSettings extends SampleSettings {
  readonly addresses: readonly SampleAddress[];
}

/** Runs in every worker of a loader: indices of samples, or of those packed in a row, to a batch. */
export default async function prepare({
  addresses,
  ...settings
}: BatchSettings): Promise<MakeBatch<number | readonly number[]>> {
  const samples = await openRowSamples(settings);
  const sample = async (index: number): Promise<Sample> => {
    const [row, part] = addresses[index]!;
    return (await samples.of(row)).samples[part]!;
  };
  return async (rows): Promise<Batch> => {
    const isPacked = (row: number | readonly number[]): row is readonly number[] => typeof row !== "number";
    if (rows.every(isPacked))
      return samples.collate(await Promise.all(rows.map((row) => Promise.all(row.map(sample)))));
    return samples.collate(await Promise.all(rows.flat().map(sample)));
  };
}
