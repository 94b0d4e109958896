import type * as tf from "@tensorflow/tfjs-core";
import type { NativeCall, NativeKernel } from "../native/kernel.js";
import type { PackedWeight } from "./packed-weight.js";

interface Term {
  readonly weight: PackedWeight;
  readonly scale: number;
}

/** `rank` is 0 where no adapter adds a term. */
function run({ inputs, attrs, backend }: NativeCall, direction: "linearForward" | "linearBackward"): tf.TensorInfo {
  const { left, bias, narrow, wide } = inputs as { readonly left: tf.TensorInfo } & NativeCall["inputs"];
  const { weight, scale } = attrs as unknown as Term;
  const { kernels } = backend;
  const rows = left.shape[0]!;
  const [depth, columns] =
    direction === "linearForward" ? [weight.inputs, weight.outputs] : [weight.outputs, weight.inputs];
  const rank = narrow?.shape[1] ?? 0;
  const floats = (tensor: tf.TensorInfo | undefined): Float32Array | null => (tensor ? backend.floats(tensor) : null);
  const to = backend.output([rows, columns]);
  const { memory, map, form, group, rounding, pairs } = weight.panels;
  backend.scratch(kernels.linearScratch(rows, depth, columns, rank), (scratch) => {
    const sizes = [rows, weight.inputs, weight.outputs, rank, form, group, rounding, scale, pairs] as const;
    if (direction === "linearForward") {
      kernels.linearForward(
        ...([floats(left), memory, map, floats(bias), floats(narrow), floats(wide), to.values, scratch] as const),
        ...sizes,
      );
    } else {
      kernels.linearBackward(
        ...([floats(left), memory, map, floats(narrow), floats(wide), to.values, scratch] as const),
        ...sizes,
      );
    }
  });
  return to.info;
}

/** left [N, in], bias [out], narrow [N, r], wide [out, r] → [N, out] */
export const nativePackedForward: NativeKernel = {
  name: "PackedForward",
  run: (call) => run(call, "linearForward"),
};

/** left [N, out], narrow [N, r], wide [r, in] → [N, in] */
export const nativePackedBackward: NativeKernel = {
  name: "PackedBackward",
  run: (call) => run(call, "linearBackward"),
};
