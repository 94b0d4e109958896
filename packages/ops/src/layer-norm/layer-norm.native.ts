import type * as tf from "@tensorflow/tfjs-core";
import type { NativeKernel } from "../native/kernel.js";

/** → y, and the mean and the inverse root of each row */
export const nativeLayerNorm: NativeKernel = {
  name: "LayerNorm",
  run({ inputs, attrs, backend }): tf.TensorInfo[] {
    const { x, weight, bias } = inputs as Record<"x" | "weight" | "bias", tf.TensorInfo>;
    const size = weight.shape[0]!;
    const y = backend.output(x.shape);
    const each = [...x.shape.slice(0, -1), 1];
    const [mean, inverse] = [backend.output(each), backend.output(each)];
    backend.kernels.layerNorm(
      backend.floats(x),
      backend.floats(weight),
      backend.floats(bias),
      y.values,
      mean.values,
      inverse.values,
      mean.values.length,
      size,
      attrs.epsilon as number,
    );
    return [y.info, mean.info, inverse.info];
  },
};

/** → dx, then dWeight and dBias where `trains` says so */
export const nativeLayerNormBackward: NativeKernel = {
  name: "LayerNormBackward",
  run({ inputs, attrs, backend }): tf.TensorInfo[] {
    const { dy, x, weight, mean, inverse } = inputs as Record<
      "dy" | "x" | "weight" | "mean" | "inverse",
      tf.TensorInfo
    >;
    const { trains } = attrs as unknown as { readonly trains: { readonly weight: boolean; readonly bias: boolean } };
    const size = weight.shape[0]!;
    const dx = backend.output(x.shape);
    const dWeight = trains.weight ? backend.zeros([size]) : null;
    const dBias = trains.bias ? backend.zeros([size]) : null;
    const means = backend.floats(mean);
    backend.kernels.layerNormBackward(
      backend.floats(dy),
      backend.floats(x),
      backend.floats(weight),
      means,
      backend.floats(inverse),
      dx.values,
      dWeight?.values ?? null,
      dBias?.values ?? null,
      means.length,
      size,
    );
    return [dx, dWeight, dBias].flatMap((output) => (output ? [output.info] : []));
  },
};
