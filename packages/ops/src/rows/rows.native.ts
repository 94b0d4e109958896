import type * as tf from "@tensorflow/tfjs-core";
import { areFloats, type NativeKernel, stock } from "../native/kernel.js";
import { type Runs, rowCount, rowSize } from "./runs.js";

const takeRows: NativeKernel = {
  name: "TakeRows",
  run({ inputs, attrs, backend }) {
    const x = inputs.x!;
    const runs = attrs.runs as Runs;
    const count = rowCount(runs);
    const y = backend.output([count, ...x.shape.slice(1)]);
    const words = backend.bfloat16(x);
    if (words) backend.kernels.takeWordRows(words, runs, y.values, count, rowSize(x));
    else backend.kernels.takeRows(backend.floats(x), runs, y.values, count, rowSize(x));
    return y.info;
  },
};

const spreadRows: NativeKernel = {
  name: "SpreadRows",
  run({ inputs, attrs, backend }) {
    const x = inputs.x!;
    const runs = attrs.runs as Runs;
    const y = backend.zeros([attrs.total as number, ...x.shape.slice(1)]);
    backend.kernels.spreadRows(backend.floats(x), runs, y.values, rowCount(runs), rowSize(x));
    return y.info;
  },
};

/** → [total, …], the sums of the rows of x [N, …] that have the same id */
const addRows: NativeKernel = {
  name: "AddRows",
  run({ inputs, attrs, backend }) {
    const x = inputs.x!;
    const { ids, total } = attrs as unknown as { readonly ids: Int32Array; readonly total: number };
    const y = backend.zeros([total, ...x.shape.slice(1)]);
    backend.kernels.addRows(backend.floats(x), ids, y.values, ids.length, rowSize(x), total);
    return y.info;
  },
};

/** Whole rows of a table; anything else is the stock kernel's. */
const gather: NativeKernel = {
  name: "GatherV2",
  run(call) {
    const { x, indices } = call.inputs as Record<"x" | "indices", tf.TensorInfo>;
    const { backend } = call;
    const ids = backend.data.get(indices.dataId).values;
    const total = x.shape[0]!;
    const byRows = areFloats(x) && !call.attrs.axis && !call.attrs.batchDims && ids instanceof Int32Array;
    if (!byRows || ids.some((id) => id < 0 || id >= total)) return stock("GatherV2", call);
    const y = backend.output([...indices.shape, ...x.shape.slice(1)]);
    backend.kernels.gatherRows(backend.floats(x), ids, y.values, ids.length, rowSize(x), total);
    return y.info;
  },
};

const segmentSum: NativeKernel = {
  name: "UnsortedSegmentSum",
  run(call) {
    const { x, segmentIds } = call.inputs as Record<"x" | "segmentIds", tf.TensorInfo>;
    const { backend } = call;
    const ids = backend.data.get(segmentIds.dataId).values;
    if (!areFloats(x) || segmentIds.shape.length !== 1 || !(ids instanceof Int32Array)) {
      return stock("UnsortedSegmentSum", call);
    }
    const total = call.attrs.numSegments as number;
    const y = backend.zeros([total, ...x.shape.slice(1)]);
    backend.kernels.addRows(backend.floats(x), ids, y.values, ids.length, rowSize(x), total);
    return y.info;
  },
};

export const rowKernels: readonly NativeKernel[] = [takeRows, spreadRows, addRows, gather, segmentSum];
