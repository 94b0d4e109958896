import { openLoader } from "@vlm/collator/node";
import type { Case, Context, Work } from "../case.js";
import { batchOutputs } from "./batch-outputs.js";
import { checkpoint } from "./checkpoint.js";
import { samples } from "./samples.js";

const batchSize = 8;
const size = 448;

/** An epoch from the prefetching loader with two workers, against the same in one thread: the loader's, without any. */
export const loader: Case = {
  name: "loader",
  about: `an epoch of 24 batches of ${batchSize} pictures of ${size} px, by two workers`,
  items: 24 * batchSize,
  unit: "sample",
  goal: 1.8,
  cores: "all",
  warmUpCalls: 2,
  rivals: [{ name: "our one thread", open: (context) => epochs(context, 0) }],
  open: (context) => epochs(context, 2),
};

async function epochs(context: Context, workers: number): Promise<Work> {
  const data = { checkpoint: await checkpoint(context), samples: await samples(context, size) };
  const epochLength = data.samples.count / batchSize;
  const at = (microStep: number): { readonly rows: readonly number[]; readonly epoch: number } => ({
    rows: Array.from({ length: batchSize }, (_, place) => batchSize * (microStep % epochLength) + place),
    epoch: 0,
  });
  // One epoch, again and again: nothing behind its end is made ahead while the other side is timed.
  const batches = await openLoader(new URL("./make-batch.js", import.meta.url), {
    plan: { epochLength, at },
    epochs: 1,
    data,
    workers,
  });
  return {
    async run() {
      for (let microStep = 0; microStep < epochLength; microStep++) batches.recycle(await batches.at(microStep));
    },
    // The first batch, and then the last.
    output: async (call) => batchOutputs(await batches.at(call === 0 ? 0 : epochLength - 1)),
    close: () => batches.close(),
  };
}
