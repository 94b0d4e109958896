import * as tf from "@tensorflow/tfjs-core";
import type { Batch } from "@vlm/types";
import { countLabelTokens } from "./tokens.js";
import type { Trainee } from "./trainee.js";

/** Mean loss over all label tokens of all batches, nats. Leaves no tensor and changes no parameter. */
export async function meanLoss(
  model: Pick<Trainee, "loss">,
  batches: Iterable<Batch> | AsyncIterable<Batch>,
): Promise<{ readonly loss: number; readonly labelTokens: number }> {
  let loss = 0;
  let labelTokens = 0;
  for await (const batch of batches) {
    const value = tf.tidy(() => model.loss(batch));
    loss += (await value.data())[0]!;
    value.dispose();
    labelTokens += countLabelTokens(batch);
  }
  if (labelTokens === 0) {
    throw new Error(
      "trainer.meanLoss: the batches have no label tokens; expected at least one. Pass labelled batches.",
    );
  }
  return { loss: loss / labelTokens, labelTokens };
}
