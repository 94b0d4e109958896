import { availableParallelism } from "node:os";
import { isMainThread } from "node:worker_threads";
import type { NativeOptions } from "../native/native-backend.js";
import { registerNativeBackend } from "../native/start.js";
import { loadAddon } from "./load-addon.js";

/** Whether a native backend can be had here at all. */
export const NATIVE_EXPECTED = true;

/** Makes `vlm-cpu` known to TensorFlow.js: with all cores, or with one in a worker thread, unless told. */
export function startNative({
  threads = isMainThread ? availableParallelism() : 1,
  ...rest
}: Partial<NativeOptions>): void {
  registerNativeBackend(loadAddon(), { threads, ...rest });
}
