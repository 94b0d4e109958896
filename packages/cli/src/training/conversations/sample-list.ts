import type { DroppedSample, FittedSamples } from "@vlm/collator";
import type { RowSamples } from "./row-samples.js";

/** A sample by where it comes from: a row, and which of the row's parts. */
export type SampleAddress = readonly [row: number, part: number];

/** Every sample of a split, in the order of the rows, and what did not become one. */
export interface SampleList {
  readonly addresses: readonly SampleAddress[];
  /** Tokens of each, placeholders expanded. */
  readonly lengths: readonly number[];
  readonly dropped: readonly DroppedSample[];
  /** Conversations that were cut between turns, and into how many samples. */
  readonly split: FittedSamples["split"];
  /** Ids of samples without a label. */
  readonly unlabelled: readonly string[];
}

/** Goes through all rows once, so that what is wrong with any of them is found before the first step. */
export async function listSamples(samples: RowSamples, onRow: (done: number) => void): Promise<SampleList> {
  const addresses: SampleAddress[] = [];
  const lengths: number[] = [];
  const dropped: DroppedSample[] = [];
  const split: FittedSamples["split"][number][] = [];
  const unlabelled: string[] = [];
  for (let row = 0; row < samples.rows; row++) {
    const fitted = await samples.of(row);
    for (const part of fitted.samples.keys()) addresses.push([row, part]);
    lengths.push(...fitted.lengths);
    dropped.push(...fitted.dropped);
    split.push(...fitted.split);
    unlabelled.push(...fitted.unlabelled);
    onRow(row + 1);
  }
  return { addresses, lengths, dropped, split, unlabelled };
}
