import type * as tf from "@tensorflow/tfjs-core";
import type { NativeCall, NativeKernel } from "../native/kernel.js";
import type { RowSource } from "./panels.js";

/** Floats of a panel: what stays in a last-level cache between writing and multiplying. */
const PANEL = 1 << 19;

function rowsAtOnce({ inputs, outputs }: RowSource): number {
  return Math.min(outputs, Math.max(16, Math.floor(PANEL / inputs / 16) * 16));
}

/** Calls `use` with each panel of the matrix in turn, in one piece of memory. */
function forPanels(
  { backend, attrs }: NativeCall,
  use: (source: RowSource, panel: Float32Array, begin: number, end: number) => void,
): void {
  const source = attrs.source as RowSource;
  const step = rowsAtOnce(source);
  backend.scratch(step * source.inputs, (memory) => {
    for (let begin = 0; begin < source.outputs; begin += step) {
      const end = Math.min(begin + step, source.outputs);
      const panel = memory.subarray(0, (end - begin) * source.inputs);
      source.writeRows(begin, end, panel);
      use(source, panel, begin, end);
    }
  });
}

/** x [N, in] → x · Wᵀ + bias [N, out] */
export const nativePanelForward: NativeKernel = {
  name: "PanelForward",
  run(call): tf.TensorInfo {
    const { backend, inputs } = call;
    const x = backend.floats(inputs.x!);
    const rows = inputs.x!.shape[0]!;
    const { outputs, inputs: depth } = call.attrs.source as RowSource;
    const y = backend.output([rows, outputs]);
    const bias = inputs.bias ? backend.floats(inputs.bias) : null;
    const { kernels } = backend;
    forPanels(call, (_, panel, begin, end) => {
      const columns = end - begin;
      backend.scratch(kernels.matmulScratch(1, rows, columns, depth, true), (scratch) => {
        const into = y.values.subarray(begin);
        const one = [1, rows, columns, depth, depth, depth, outputs, 0, 0, 0] as const;
        kernels.matmul(x, panel, bias?.subarray(begin) ?? null, into, scratch, ...one, false, true, 1, false);
      });
    });
    return y.info;
  },
};

/** dy [N, out] → dy · W [N, in], panels added in their order */
export const nativePanelBackward: NativeKernel = {
  name: "PanelBackward",
  run(call): tf.TensorInfo {
    const { backend, inputs } = call;
    const dy = backend.floats(inputs.dy!);
    const rows = inputs.dy!.shape[0]!;
    const { outputs, inputs: width } = call.attrs.source as RowSource;
    const dx = backend.output([rows, width]);
    const { kernels } = backend;
    forPanels(call, (_, panel, begin, end) => {
      const depth = end - begin;
      backend.scratch(kernels.matmulScratch(1, rows, width, depth, false), (scratch) => {
        const one = [1, rows, width, depth, outputs, width, width, 0, 0, 0] as const;
        kernels.matmul(dy.subarray(begin), panel, null, dx.values, scratch, ...one, false, false, 1, begin > 0);
      });
    });
    return dx.info;
  },
};
