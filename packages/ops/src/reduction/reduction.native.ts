import type * as tf from "@tensorflow/tfjs-core";
import { areFloats, type NativeCall, type NativeKernel, stock } from "../native/kernel.js";
import { reduced } from "./reduced.js";

type ReductionAttrs = {
  readonly axis?: number | readonly number[];
  /** What Max calls its axes. */
  readonly reductionIndices?: number | readonly number[];
  readonly keepDims?: boolean;
};

function reduction(
  name: "Sum" | "Mean" | "Max" | "Min",
  kernel: "reduceSum" | "reduceMax" | "reduceMin",
): NativeKernel {
  return { name, run: (call) => reduce(name, kernel, call) };
}

function reduce(
  name: "Sum" | "Mean" | "Max" | "Min",
  kernel: "reduceSum" | "reduceMax" | "reduceMin",
  call: NativeCall,
): tf.TensorInfo | tf.TensorInfo[] {
  const { x } = call.inputs as { x: tf.TensorInfo };
  const { axis, reductionIndices, keepDims = false } = call.attrs as ReductionAttrs;
  const plan = areFloats(x) ? reduced(x.shape, axis ?? reductionIndices, keepDims) : null;
  if (!plan || plan.count === 0) return stock(name, call);
  const { outer, count, inner, shape } = plan;
  const { backend } = call;
  const { kernels } = backend;
  const y = backend.output(shape);
  if (y.values.length === 0) return y.info;
  const from = backend.floats(x);
  backend.scratch(kernels.reductionScratch(outer, count, inner), (partial) => {
    kernels[kernel](from, y.values, partial, outer, count, inner);
  });
  if (name === "Mean") {
    const share = Float32Array.of(count);
    kernels.binaryRealDiv(y.values, share, y.values, 1, 1, y.values.length, 0, 0, 1, 0, 0, 0);
  }
  return y.info;
}

const argMax: NativeKernel = {
  name: "ArgMax",
  run(call) {
    const { x } = call.inputs as { x: tf.TensorInfo };
    const { axis } = call.attrs as { axis: number };
    const last = x.shape.length - 1;
    const size = x.shape.at(-1) ?? 0;
    if (!areFloats(x) || size === 0 || (axis !== last && axis !== -1)) return stock("ArgMax", call);
    const { backend } = call;
    const y = backend.integers(x.shape.slice(0, -1));
    backend.kernels.argMax(backend.floats(x), y.values, y.values.length, size);
    return y.info;
  },
};

export const reductionKernels: readonly NativeKernel[] = [
  reduction("Sum", "reduceSum"),
  reduction("Mean", "reduceSum"),
  reduction("Max", "reduceMax"),
  reduction("Min", "reduceMin"),
  argMax,
];
