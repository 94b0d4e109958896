import type * as tf from "@tensorflow/tfjs-core";
import type { NativeKernel } from "../native/kernel.js";
import { type Runs, rowSize } from "../rows/runs.js";

/**
 * Copies the rows `from` of `rows` over the rows `to` of `into`, run by run: the one kernel that changes a tensor. Only an
 * owner whose tensor nobody else has seen may call it, such as a cache with its room for more.
 */
export const nativeWriteRows: NativeKernel = {
  name: "WriteRows",
  run({ inputs, attrs, backend }): tf.TensorInfo {
    const { into, rows } = inputs as Record<"into" | "rows", tf.TensorInfo>;
    const { from, to } = attrs as { readonly from: Runs; readonly to: Runs };
    const [source, target] = [backend.floats(rows), backend.floats(into)];
    const size = rowSize(into);
    for (let i = 0; i < to.length; i += 2) {
      const start = from[i]! * size;
      target.set(source.subarray(start, start + to[i + 1]! * size), to[i]! * size);
    }
    return backend.reshaped(into, into.shape);
  },
};
