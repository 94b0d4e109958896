import { valueAndGradients } from "@vlm/ops";
import type { Batch, NdArray } from "@vlm/types";
import { type Arrays, sumOfSquares } from "./arrays.js";
import { notFinite } from "./not-finite.js";
import type { Trainee, Training } from "./trainee.js";

export interface Gradients {
  /** Sum over label tokens, nats. */
  readonly loss: number;
  /** Of that sum, for each parameter that it reaches. */
  readonly gradients: Arrays;
}

/** Makes gradients of micro-batches: here, or in other threads that hold the same model. */
export interface GradientSource {
  /** Micro-batches that may be underway at once. */
  readonly parallel: number;
  /** As `gradientsOf`, for these values of the parameters. */
  gradients(batch: Batch, parameters: Arrays, training: Training): Promise<Gradients>;
}

/**
 * Loss and gradients of one micro-batch, in host memory; no tensor stays.
 *
 * @throws Error with the batch's ids when the loss or a gradient is not finite.
 */
export async function gradientsOf(model: Trainee, batch: Batch, training: Training): Promise<Gradients> {
  const names = [...model.parameters.keys()];
  const { value, gradients: found } = valueAndGradients(
    () => model.loss(batch, training),
    [...model.parameters.values()],
  );
  try {
    const [loss] = await value.data();
    if (!Number.isFinite(loss)) throw notFinite(`the loss is ${loss}`, batch.ids);
    const gradients = new Map<string, NdArray>();
    for (const [index, gradient] of found.entries()) {
      if (!gradient) continue;
      const name = names[index]!;
      const data = await gradient.data<"float32">();
      const array = { data, shape: gradient.shape };
      // No square of a finite float32 is too large for float64.
      if (!Number.isFinite(sumOfSquares(array))) {
        const place = data.findIndex((value) => !Number.isFinite(value));
        throw notFinite(`the gradient of ${name} has ${data[place]} at ${place}`, batch.ids);
      }
      gradients.set(name, array);
    }
    return { loss: loss!, gradients };
  } finally {
    value.dispose();
    for (const gradient of found) gradient?.dispose();
  }
}
