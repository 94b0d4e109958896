import { planPacking } from "@vlm/collator";
import { type Loader, openLoader, packed, shuffled } from "@vlm/collator/node";
import { epochOrder } from "@vlm/trainer";
import type { Batch } from "@vlm/types";
import { type ProgressStream, progress } from "../../progress.js";
import type { TrainingData } from "../training-data.js";
import prepare from "./make-batches.js";
import { openRowSamples, type SampleSettings } from "./row-samples.js";
import { listSamples, type SampleList } from "./sample-list.js";

export interface ConversationOptions extends Omit<SampleSettings, "split"> {
  /** Splits of the dataset; null: nothing is held out. */
  readonly splits: { readonly train: string; readonly held: string | null };
  readonly packing: boolean;
  /** Samples of a batch, or rows of samples. */
  readonly batchSize: number;
  readonly evalBatchSize: number;
  readonly workers: number;
  readonly seed: number;
}

/** Conversations as batches: each once an epoch, packed or padded, made ahead by the workers. */
export async function conversationData(
  { splits, packing, batchSize, evalBatchSize, workers, seed, ...settings }: ConversationOptions,
  { stream, signal }: { readonly stream: ProgressStream; readonly signal: AbortSignal },
): Promise<TrainingData> {
  const list = async (split: string): Promise<SampleList> => {
    const samples = await openRowSamples({ ...settings, split });
    const line = progress(`read ${split}`, samples.rows, { stream, unit: "row" });
    const found = await listSamples(samples, (done) => {
      signal.throwIfAborted();
      line.update(done);
    });
    line.finish();
    for (const note of notes(split, found)) stream.write(`${note}\n`);
    return found;
  };
  const taught = await list(splits.train);
  const held = splits.held === null ? null : await list(splits.held);
  const { maxLength } = settings;
  const order = { order: epochOrder, seed };
  const packs = packing && maxLength !== null ? planPacking(taught.lengths, { maxTokens: maxLength }) : null;
  if (packs) {
    stream.write(
      `${taught.lengths.length} samples in ${packs.rows.length} rows of ${maxLength} tokens, ${(100 * packs.fillRate).toFixed(1)} % full\n`,
    );
  }
  const loader: Loader = await openLoader(new URL("./make-batches.js", import.meta.url), {
    plan: packs
      ? packed(packs.rows, { rowsPerBatch: batchSize, ...order })
      : shuffled(taught.lengths.length, { batchSize, ...order }),
    data: { ...settings, split: splits.train, addresses: taught.addresses },
    workers,
  });
  return {
    kind: "conversations",
    batches: loader,
    heldOut: held && (() => heldBatches({ ...settings, split: splits.held! }, held, evalBatchSize)),
    close: () => loader.close(),
  };
}

/** The held-out samples in order, padded. */
async function* heldBatches(
  settings: SampleSettings,
  { addresses }: SampleList,
  batchSize: number,
): AsyncGenerator<Batch> {
  const make = await prepare({ ...settings, addresses });
  const indices = [...addresses.keys()];
  for (let first = 0; first < indices.length; first += batchSize) {
    yield await make(indices.slice(first, first + batchSize), 0);
  }
}

function* notes(split: string, { dropped, split: cut, unlabelled }: SampleList): Iterable<string> {
  const parts = cut.reduce((sum, each) => sum + each.parts, 0);
  if (cut.length > 0)
    yield `${split}: ${cut.length} conversations are longer than max_length and became ${parts} samples, cut between turns`;
  const labels = dropped.reduce((sum, sample) => sum + sample.labels, 0);
  if (dropped.length > 0)
    yield `${split}: ${dropped.length} conversations are longer than max_length, in whole or in part left out with ${labels} label tokens; first ${JSON.stringify(dropped[0]!.id)}`;
  if (unlabelled.length > 0)
    yield `${split}: ${unlabelled.length} samples have no label and teach nothing; first ${JSON.stringify(unlabelled[0])}`;
}
