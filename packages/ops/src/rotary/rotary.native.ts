import type * as tf from "@tensorflow/tfjs-core";
import type { NativeKernel } from "../native/kernel.js";

/** → y; `adjoint` turns back */
export const nativeRotary: NativeKernel = {
  name: "Rotary",
  run({ inputs, attrs, backend }): tf.TensorInfo {
    const { x, cos, sin } = inputs as Record<"x" | "cos" | "sin", tf.TensorInfo>;
    const [tokens, heads, size] = x.shape as [number, number, number];
    const y = backend.output(x.shape);
    const [from, cosine, sine] = [backend.floats(x), backend.floats(cos), backend.floats(sin)];
    backend.kernels.rotary(from, cosine, sine, y.values, tokens, heads, size, attrs.adjoint as boolean);
    return y.info;
  },
};
