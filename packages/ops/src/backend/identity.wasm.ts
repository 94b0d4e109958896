import * as tf from "@tensorflow/tfjs-core";
import { registerWasmKernel } from "./wasm-heap.js";

/**
 * The stock wasm backend copies the data of every clone, and the tape clones all that gradients need. Here clones
 * share data, as they do on the other backends.
 */
export function shareClones(): void {
  tf.unregisterKernel("Identity", "wasm");
  registerWasmKernel("Identity", ({ inputs, heap }) => {
    const { dataId, shape, dtype } = inputs.x!;
    heap.incRef(dataId);
    return { dataId, shape, dtype };
  });
}
