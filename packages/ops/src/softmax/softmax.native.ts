import type * as tf from "@tensorflow/tfjs-core";
import { areFloats, type NativeKernel, stock } from "../native/kernel.js";

export const nativeSoftmax: NativeKernel = {
  name: "Softmax",
  run(call) {
    const { logits } = call.inputs as { logits: tf.TensorInfo };
    const { dim } = call.attrs as { dim: number };
    const size = logits.shape.at(-1) ?? 1;
    if (!areFloats(logits) || size === 0 || (dim !== -1 && dim !== logits.shape.length - 1))
      return stock("Softmax", call);
    const { backend } = call;
    const y = backend.output(logits.shape);
    backend.kernels.softmax(backend.floats(logits), y.values, y.values.length / size, size);
    return y.info;
  },
};
