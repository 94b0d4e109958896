import * as tf from "@tensorflow/tfjs-core";
import { areFloats, type NativeKernel, stock } from "../native/kernel.js";
import type { NativeBackend } from "../native/native-backend.js";
import { exchangeOf } from "./exchange.js";

const { sizeFromShape, inferFromImplicitShape, parseAxisParam } = tf.util;

const identity: NativeKernel = {
  name: "Identity",
  run: (call) => {
    const { x } = call.inputs as { x: tf.TensorInfo };
    return x.dtype === "complex64" ? stock("Identity", call) : call.backend.reshaped(x, x.shape);
  },
};

const reshape: NativeKernel = {
  name: "Reshape",
  run(call) {
    const { x } = call.inputs as { x: tf.TensorInfo };
    const size = sizeFromShape(x.shape);
    const shape = inferFromImplicitShape(call.attrs.shape as number[], size);
    const fits = sizeFromShape(shape) === size && x.dtype !== "complex64";
    return fits ? call.backend.reshaped(x, shape) : stock("Reshape", call);
  },
};

const transpose: NativeKernel = {
  name: "Transpose",
  run(call) {
    const { x } = call.inputs as { x: tf.TensorInfo };
    const { perm } = call.attrs as { perm: readonly number[] };
    const exchange = areFloats(x) ? exchangeOf(x.shape, perm) : null;
    if (!exchange) return stock("Transpose", call);
    const { backend } = call;
    const shape = perm.map((axis) => x.shape[axis]!);
    const { batch, rows, columns, inner } = exchange;
    // Nothing moves where one of the two is single.
    if (rows === 1 || columns === 1) return backend.reshaped(x, shape);
    const y = backend.output(shape);
    backend.kernels.transpose(backend.floats(x), y.values, batch, rows, columns, inner);
    return y.info;
  },
};

/** Parts side by side: `widths` numbers of each part for every one of `outer` rows. */
function join(
  backend: NativeBackend,
  parts: readonly tf.TensorInfo[],
  outer: number,
  shape: readonly number[],
): tf.TensorInfo {
  const y = backend.output(shape);
  if (y.values.length === 0) return y.info;
  const stride = y.values.length / outer;
  let start = 0;
  for (const part of parts) {
    const width = sizeFromShape(part.shape) / outer;
    if (width > 0) backend.kernels.copyBlocks(backend.floats(part), y.values, outer, width, 0, width, start, stride);
    start += width;
  }
  return y.info;
}

const concat: NativeKernel = {
  name: "Concat",
  run(call) {
    const parts = Object.values(call.inputs) as tf.TensorInfo[];
    if (!areFloats(...parts)) return stock("Concat", call);
    const axis = parseAxisParam(call.attrs.axis as number, parts[0]!.shape)[0]!;
    const shape = parts[0]!.shape.slice();
    shape[axis] = parts.reduce((sum, part) => sum + part.shape[axis]!, 0);
    return join(call.backend, parts, sizeFromShape(shape.slice(0, axis)), shape);
  },
};

const pack: NativeKernel = {
  name: "Pack",
  run(call) {
    const parts = Object.values(call.inputs) as tf.TensorInfo[];
    const axis = call.attrs.axis as number;
    if (!areFloats(...parts) || axis < 0) return stock("Pack", call);
    const shape = parts[0]!.shape;
    const packed = [...shape.slice(0, axis), parts.length, ...shape.slice(axis)];
    return join(call.backend, parts, sizeFromShape(shape.slice(0, axis)), packed);
  },
};

const slice: NativeKernel = {
  name: "Slice",
  run(call) {
    const { x } = call.inputs as { x: tf.TensorInfo };
    const { begin, size } = call.attrs as { begin: number[]; size: number[] };
    const { parseSliceParams, assertParamsValid } = tf.slice_util;
    const [starts, shape] = parseSliceParams(x as tf.Tensor, begin, size) as [number[], number[]];
    assertParamsValid(x as tf.Tensor, starts, shape);
    const cut = shape.flatMap((length, axis) => (length === x.shape[axis] ? [] : [axis]));
    if (!areFloats(x) || cut.length > 1) return stock("Slice", call);
    const { backend } = call;
    const y = backend.output(shape);
    if (y.values.length === 0) return y.info;
    const axis = cut[0] ?? 0;
    const inner = sizeFromShape(shape.slice(axis + 1));
    const outer = sizeFromShape(shape.slice(0, axis));
    const width = y.values.length / outer;
    const stride = sizeFromShape(x.shape) / outer;
    backend.kernels.copyBlocks(
      backend.floats(x),
      y.values,
      outer,
      width,
      (starts[axis] ?? 0) * inner,
      stride,
      0,
      width,
    );
    return y.info;
  },
};

/** A tensor of one number, of a tensor's shape or a given one. */
function filled(name: "Fill" | "ZerosLike" | "OnesLike"): NativeKernel {
  return {
    name,
    run(call) {
      const { x } = call.inputs;
      const { shape, value, dtype } = call.attrs as {
        readonly shape?: readonly number[];
        readonly value?: number;
        readonly dtype?: tf.DataType;
      };
      if ((x?.dtype ?? dtype) !== "float32") return stock(name, call);
      const y = call.backend.output(x?.shape ?? shape!);
      y.values.fill(name === "Fill" ? value! : name === "OnesLike" ? 1 : 0);
      return y.info;
    },
  };
}

export const layoutKernels: readonly NativeKernel[] = [
  identity,
  reshape,
  transpose,
  concat,
  pack,
  slice,
  filled("Fill"),
  filled("ZerosLike"),
  filled("OnesLike"),
];
