import type * as tf from "@tensorflow/tfjs-core";
import type { NativeKernel } from "../native/kernel.js";

/** x [N, in] of 1 to 8 rows, table [out, in] held as bfloat16 → x · tableᵀ + bias [N, out] */
export const nativeFewRows: NativeKernel = {
  name: "Bfloat16FewRows",
  run({ inputs, backend }): tf.TensorInfo {
    const { x, table } = inputs as Record<"x" | "table", tf.TensorInfo>;
    const [rows, outputs] = [x.shape[0]!, table.shape[0]!];
    const bias = inputs.bias ? backend.floats(inputs.bias) : null;
    const y = backend.output([rows, outputs]);
    const words = backend.bfloat16(table);
    backend.kernels.multiplyWords(backend.floats(x), words, bias, y.values, rows, x.shape[1]!, outputs);
    return y.info;
  },
};
