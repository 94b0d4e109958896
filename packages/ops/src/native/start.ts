import * as tf from "@tensorflow/tfjs-core";
import { type Addon, LEVELS, type Level } from "./addon.js";
import { registerStockKernels } from "./kernel.js";
import { NATIVE, NativeBackend } from "./native-backend.js";
import { registerNativeKernels } from "./register.js";

export interface StartOptions {
  /** The instruction set; the widest that the machine runs unless told. */
  readonly level?: Level;
  readonly threads: number;
}

/** Makes the native backend known to TensorFlow.js; one that runs under other options gives way, with its tensors. */
export function registerNativeBackend(addon: Addon, { level, threads }: StartOptions): void {
  const chosen = level ?? LEVELS.findLast((name) => addon.levels[name])!;
  const running = tf.findBackend(NATIVE) as NativeBackend | null;
  if (running?.level === chosen && running.threads === threads) return;
  if (running) tf.removeBackend(NATIVE);
  else registerStockKernels();
  registerNativeKernels();
  tf.registerBackend(NATIVE, () => new NativeBackend(addon, { level: chosen, threads }), 4);
}
