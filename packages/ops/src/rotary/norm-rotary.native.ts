import type * as tf from "@tensorflow/tfjs-core";
import type { NativeKernel } from "../native/kernel.js";

/** Tokens whose part of the weight's gradient is one sum. */
const BLOCK = 32;

/** → y, and the inverse root of each head */
export const nativeNormRotary: NativeKernel = {
  name: "NormRotary",
  run({ inputs, attrs, backend }): tf.TensorInfo[] {
    const { x, weight, cos, sin } = inputs as Record<"x" | "weight" | "cos" | "sin", tf.TensorInfo>;
    const { epsilon, offset } = attrs as { readonly epsilon: number; readonly offset: number };
    const [tokens, heads, size] = x.shape as [number, number, number];
    const y = backend.output(x.shape);
    const inverse = backend.output([tokens, heads]);
    backend.kernels.normRotary(
      backend.floats(x),
      backend.floats(weight),
      backend.floats(cos),
      backend.floats(sin),
      y.values,
      inverse.values,
      tokens,
      heads,
      size,
      epsilon,
      offset,
    );
    return [y.info, inverse.info];
  },
};

/** → dx, and dWeight where `trained` */
export const nativeNormRotaryBackward: NativeKernel = {
  name: "NormRotaryBackward",
  run({ inputs, attrs, backend }): tf.TensorInfo[] {
    const { dy, x, weight, inverse, cos, sin } = inputs as Record<
      "dy" | "x" | "weight" | "inverse" | "cos" | "sin",
      tf.TensorInfo
    >;
    const { offset, trained } = attrs as { readonly offset: number; readonly trained: boolean };
    const [tokens, heads, size] = x.shape as [number, number, number];
    const dx = backend.output(x.shape);
    const dWeight = trained ? backend.output(weight.shape) : null;
    const run = (scratch: Float32Array | null): void =>
      backend.kernels.normRotaryBackward(
        backend.floats(dy),
        backend.floats(x),
        backend.floats(weight),
        backend.floats(inverse),
        backend.floats(cos),
        backend.floats(sin),
        dx.values,
        dWeight?.values ?? null,
        scratch,
        tokens,
        heads,
        size,
        BLOCK,
        offset,
      );
    if (trained) backend.scratch(Math.ceil(tokens / BLOCK) * size, run);
    else run(null);
    return dWeight ? [dx.info, dWeight.info] : [dx.info];
  },
};
