import { recycle } from "@vlm/collator";
import type { Batch } from "@vlm/types";
import type { Case } from "../case.js";
import { batchOutputs } from "./batch-outputs.js";
import { checkpoint } from "./checkpoint.js";
import prepare from "./make-batch.js";
import { samples } from "./samples.js";

const batchSize = 8;

/** PNG bytes and messages to a padded batch in one thread, pictures `size` pixels a side. */
export function collate(size: number): Case {
  return {
    name: `collate-${size}`,
    about: `${batchSize} PNG pictures of ${size} px and their conversations to a batch`,
    items: batchSize,
    unit: "sample",
    goal: 2,
    rivals: [
      { name: "transformers (PIL)" },
      { name: "transformers (PIL), by its parts" },
      // It rescales and normalises in one step, which rounds otherwise.
      { name: "transformers (torchvision)", tolerance: 1e-6 },
    ],
    async open(context) {
      const data = { checkpoint: await checkpoint(context), samples: await samples(context, size) };
      const makeBatch = await prepare(data);
      const make = async (call: number): Promise<Batch> => {
        const first = (batchSize * call) % data.samples.count;
        return makeBatch(
          Array.from({ length: batchSize }, (_, place) => first + place),
          0,
        );
      };
      return {
        // As a training loop does, which is done with a batch before it asks for the next.
        run: async (call) => recycle(await make(call)),
        output: async (call) => batchOutputs(await make(call)),
      };
    },
  };
}
