import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { type BackendName, useBackend } from "./use-backend.js";

describe("useBackend", () => {
  it("registers stock gradients and the kernels that wasm lacks", async () => {
    expect(await useBackend("wasm")).toBe("wasm");
    for (const name of ["Sum", "BatchMatMul", "Softmax", "GatherV2"]) expect(tf.getGradient(name)).toBeDefined();
    const ids = tf.tensor1d([2, 0, 2, 7, -1], "int32");
    const sums = tf.unsortedSegmentSum(tf.tensor2d([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], [5, 2]), ids, 3);
    expect(sums.arraySync()).toEqual([
      [3, 4],
      [0, 0],
      [6, 8],
    ]);
    const gathered = tf.grad((x: tf.Tensor) => tf.gather(x, tf.tensor1d([1, 1], "int32")))(tf.zeros([3]));
    expect([...gathered.dataSync()]).toEqual([0, 2, 0]);
  });

  it("changes to another backend", async () => {
    expect(await useBackend("cpu")).toBe("cpu");
    expect(tf.getBackend()).toBe("cpu");
  });

  it("serves callers that do not wait for each other", async () => {
    // Not started yet, as in a page that just loaded.
    const factory = tf.findBackendFactory("wasm") as () => Promise<tf.KernelBackend>;
    tf.removeBackend("wasm");
    tf.registerBackend("wasm", factory);
    expect(await Promise.all([useBackend("wasm"), useBackend("wasm"), useBackend("cpu")])).toEqual([
      "wasm",
      "wasm",
      "cpu",
    ]);
  });

  it("refuses an unknown name", async () => {
    await expect(useBackend("webgl" as BackendName)).rejects.toThrow(
      'ops.useBackend: unknown backend "webgl"; expected one of "vlm-cpu", "wasm", "cpu", "tensorflow". Pass one of these.',
    );
  });

  it("says what to install for tensorflow", async () => {
    await expect(useBackend("tensorflow")).rejects.toThrow(
      'ops.useBackend: backend "tensorflow" is not installed; expected @tensorflow/tfjs-node or @tensorflow/tfjs-node-gpu. Install one of them beside @tensorflow/tfjs-core.',
    );
  });
});
