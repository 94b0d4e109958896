import * as tf from "@tensorflow/tfjs-core";
import { areFloats, type NativeCall, type NativeKernel, stock } from "../native/kernel.js";
import type { Kernels } from "../native/kernels.js";
import type { NativeBackend } from "../native/native-backend.js";
import { broadcast } from "./broadcast.js";

/** Kernels of ops.def by the name that they share with tfjs's. */
type Named<Prefix extends string> = {
  [Name in keyof Kernels]: Name extends `${Prefix}${infer Rest}` ? Rest : never;
}[keyof Kernels];

const UNARY: readonly Named<"unary">[] = [
  "Abs",
  "Erf",
  "Exp",
  "Log",
  "Neg",
  "Reciprocal",
  "Rsqrt",
  "Sigmoid",
  "Sqrt",
  "Square",
  "Tanh",
];

const BINARY: readonly Named<"binary">[] = [
  "Add",
  "Maximum",
  "Minimum",
  "Multiply",
  "RealDiv",
  "SquaredDifference",
  "Sub",
];

const unaryKernels = UNARY.map((name): NativeKernel => {
  const kernel = `unary${name}` as const;
  return {
    name,
    run(call) {
      const { x } = call.inputs as { x: tf.TensorInfo };
      if (!areFloats(x)) return stock(name, call);
      const y = call.backend.output(x.shape);
      call.backend.kernels[kernel](call.backend.floats(x), y.values, y.values.length);
      return y.info;
    },
  };
});

const binaryKernels = BINARY.map((name): NativeKernel => ({ name, run: (call) => combine(name, call) }));

function combine(name: Named<"binary">, call: NativeCall): tf.TensorInfo | tf.TensorInfo[] {
  const { a, b } = call.inputs as Record<"a" | "b", tf.TensorInfo>;
  if (!areFloats(a, b)) return stock(name, call);
  const shape = tf.broadcast_util.assertAndGetBroadcastShape(a.shape, b.shape);
  const walk = broadcast(a.shape, b.shape, shape);
  if (!walk) return stock(name, call);
  const { backend } = call;
  const y = backend.output(shape);
  const [left, right] = [backend.floats(a), backend.floats(b)];
  if (y.values.length > 0) backend.kernels[`binary${name}`](left, right, y.values, ...walk.sizes, ...walk.a, ...walk.b);
  return y.info;
}

const addAll: NativeKernel = {
  name: "AddN",
  run(call) {
    const terms = Object.values(call.inputs) as tf.TensorInfo[];
    const [first, second, ...rest] = terms;
    if (!first || !second || !areFloats(...terms)) return stock("AddN", call);
    const { backend } = call;
    const y = backend.output(first.shape);
    add(backend, backend.floats(first), backend.floats(second), y.values);
    for (const term of rest) add(backend, y.values, backend.floats(term), y.values);
    return y.info;
  },
};

function add({ kernels }: NativeBackend, a: Float32Array, b: Float32Array, y: Float32Array): void {
  kernels.binaryAdd(a, b, y, 1, 1, y.length, 0, 0, 1, 0, 0, 1);
}

const select: NativeKernel = {
  name: "Select",
  run(call) {
    const { condition, t, e } = call.inputs as Record<"condition" | "t" | "e", tf.TensorInfo>;
    const { backend } = call;
    const flags = backend.data.get(condition.dataId).values;
    const sameShapes = condition.shape.length === t.shape.length;
    if (!areFloats(t, e) || !sameShapes || !(flags instanceof Uint8Array)) return stock("Select", call);
    const y = backend.output(t.shape);
    backend.kernels.select(flags, backend.floats(t), backend.floats(e), y.values, y.values.length);
    return y.info;
  },
};

/** The stock kernel only puts another label on integers. */
const cast: NativeKernel = {
  name: "Cast",
  run(call) {
    const { x } = call.inputs as { x: tf.TensorInfo };
    const { backend } = call;
    const { dtype } = call.attrs as { dtype: tf.DataType };
    if (dtype === x.dtype && dtype !== "complex64") return backend.reshaped(x, x.shape);
    const { values } = backend.data.get(x.dataId);
    if (dtype !== "float32" || (x.dtype !== "int32" && x.dtype !== "bool")) return stock("Cast", call);
    const y = backend.output(x.shape);
    if (values instanceof Int32Array) backend.kernels.convertIntegers(values, y.values, values.length);
    else if (values instanceof Uint8Array) backend.kernels.convertBytes(values, y.values, values.length);
    else y.values.set(values as Float32Array);
    return y.info;
  },
};

export const elementwiseKernels: readonly NativeKernel[] = [...unaryKernels, ...binaryKernels, addAll, select, cast];
