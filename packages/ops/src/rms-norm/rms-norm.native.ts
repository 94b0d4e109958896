import type * as tf from "@tensorflow/tfjs-core";
import type { NativeKernel } from "../native/kernel.js";

type Rows = { readonly epsilon: number; readonly offset: number };

/** → y, and the inverse root of each row */
export const nativeRmsNorm: NativeKernel = {
  name: "RmsNorm",
  run({ inputs, attrs, backend }): tf.TensorInfo[] {
    const { x, weight } = inputs as Record<"x" | "weight", tf.TensorInfo>;
    const { epsilon, offset } = attrs as Rows;
    const size = weight.shape[0]!;
    const y = backend.output(x.shape);
    const inverse = backend.output([...x.shape.slice(0, -1), 1]);
    const rows = inverse.values.length;
    const [from, factors] = [backend.floats(x), backend.floats(weight)];
    backend.kernels.rmsNorm(from, factors, y.values, inverse.values, rows, size, epsilon, offset);
    return [y.info, inverse.info];
  },
};

/** → dx, and dWeight where `trained` */
export const nativeRmsNormBackward: NativeKernel = {
  name: "RmsNormBackward",
  run({ inputs, attrs, backend }): tf.TensorInfo[] {
    const { dy, x, weight, inverse } = inputs as Record<"dy" | "x" | "weight" | "inverse", tf.TensorInfo>;
    const { offset, trained } = attrs as unknown as { readonly offset: number; readonly trained: boolean };
    const size = weight.shape[0]!;
    const dx = backend.output(x.shape);
    const dWeight = trained ? backend.zeros([size]) : null;
    const [slope, from, factors, roots] = [dy, x, weight, inverse].map((tensor) => backend.floats(tensor)) as [
      Float32Array,
      Float32Array,
      Float32Array,
      Float32Array,
    ];
    const rows = roots.length;
    backend.kernels.rmsNormBackward(
      slope,
      from,
      factors,
      roots,
      dx.values,
      dWeight?.values ?? null,
      rows,
      size,
      offset,
    );
    return dWeight ? [dx.info, dWeight.info] : [dx.info];
  },
};
