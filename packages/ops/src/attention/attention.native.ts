import type * as tf from "@tensorflow/tfjs-core";
import type { NativeKernel } from "../native/kernel.js";
import type { AllVisibleKeys } from "./visible-keys.js";

type Attributes = AllVisibleKeys & { readonly scale: number };

/** → out [N, H, D], and the logarithm of each sum of exponentials [N, H] */
export const nativeAttention: NativeKernel = {
  name: "Attention",
  run({ inputs, attrs, backend }): tf.TensorInfo[] {
    const { q, k, v } = inputs as Record<"q" | "k" | "v", tf.TensorInfo>;
    const { first, end, segments, scale } = attrs as unknown as Attributes;
    const [queries, heads, size] = q.shape as [number, number, number];
    const out = backend.output(q.shape);
    const logSum = backend.output([queries, heads]);
    backend.kernels.attention(
      backend.floats(q),
      backend.floats(k),
      backend.floats(v),
      first,
      end,
      segments,
      out.values,
      logSum.values,
      segments.length / 4,
      heads,
      k.shape[1]!,
      size,
      scale,
    );
    return [out.info, logSum.info];
  },
};

/** → dq, dk, dv */
export const nativeAttentionBackward: NativeKernel = {
  name: "AttentionBackward",
  run({ inputs, attrs, backend }): tf.TensorInfo[] {
    const { dy, q, k, v, out, logSum } = inputs as Record<"dy" | "q" | "k" | "v" | "out" | "logSum", tf.TensorInfo>;
    const { first, end, segments, scale } = attrs as unknown as Attributes;
    const [queries, heads, size] = q.shape as [number, number, number];
    const [keys, keyHeads] = k.shape as [number, number];
    const { stretch, parts, covered } = stretchesOf(segments, keyHeads);
    const dq = backend.output(q.shape);
    const [dk, dv] = [k, v].map(({ shape }) => (covered === keys ? backend.output(shape) : backend.zeros(shape)));
    const run = (scratch: Float32Array | null): void =>
      backend.kernels.attentionBackward(
        backend.floats(dy),
        backend.floats(q),
        backend.floats(k),
        backend.floats(v),
        backend.floats(out),
        backend.floats(logSum),
        first,
        end,
        segments,
        dq.values,
        dk!.values,
        dv!.values,
        scratch,
        segments.length / 4,
        queries,
        heads,
        keyHeads,
        size,
        stretch,
        parts,
        scale,
      );
    if (parts === 1) run(null);
    else backend.scratch((parts - 1) * queries * heads * size, run);
    return [dq.info, dk!.info, dv!.info];
  },
};

/** Units of work that keep many cores busy, and the fewest keys that are worth a sum of their own. */
const UNITS = 32;
const SHORTEST = 256;

/** How keys are divided among threads: by shapes alone, or sums would depend on the machine. */
function stretchesOf(
  segments: Int32Array,
  keyHeads: number,
): { readonly stretch: number; readonly parts: number; readonly covered: number } {
  let [longest, covered] = [1, 0];
  for (let i = 3; i < segments.length; i += 4) {
    longest = Math.max(longest, segments[i]!);
    covered += segments[i]!;
  }
  const wanted = Math.ceil(UNITS / Math.max(1, (segments.length / 4) * keyHeads));
  const stretch = Math.ceil(longest / Math.min(wanted, Math.ceil(longest / SHORTEST)));
  return { stretch, parts: Math.ceil(longest / stretch), covered };
}
