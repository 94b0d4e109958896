import * as tf from "@tensorflow/tfjs-core";
import { type Addon, LEVELS, type Level } from "./addon.js";
import { registerStockKernels } from "./kernel.js";
import { type Compute, NATIVE, NativeBackend } from "./native-backend.js";
import { registerNativeKernels } from "./register.js";

export interface StartOptions {
  /** The instruction set; the widest that the machine runs unless told. */
  readonly level?: Level;
  readonly threads: number;
  /** float32 unless told. */
  readonly compute?: Compute;
}

/** Makes the native backend known to TensorFlow.js; one that runs under other options gives way, with its tensors. */
export function registerNativeBackend(addon: Addon, { level, threads, compute = "float32" }: StartOptions): void {
  const chosen = level ?? LEVELS.findLast((name) => addon.levels[name])!;
  // Checked before anything changes: TensorFlow.js would only say that the backend did not start.
  if (compute === "bfloat16" && chosen !== "avx512bf16") {
    throw new Error(
      `ops.useBackend: compute is "bfloat16" at the level ${JSON.stringify(chosen)}; expected the level "avx512bf16". Compute in float32, or on a machine with AVX512-BF16.`,
    );
  }
  const running = tf.findBackend(NATIVE) as NativeBackend | null;
  if (running?.level === chosen && running.threads === threads && running.compute === compute) return;
  if (running) tf.removeBackend(NATIVE);
  else registerStockKernels();
  registerNativeKernels();
  tf.registerBackend(NATIVE, () => new NativeBackend(addon, { level: chosen, threads, compute }), 4);
}
