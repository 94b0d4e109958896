import type { NativeOptions } from "./native-backend.js";

/** Whether a native backend can be had here at all. */
export const NATIVE_EXPECTED = false;

/** What `#native` is outside Node. */
export function startNative(_options: Partial<NativeOptions>): never {
  throw new Error('ops.useBackend: backend "vlm-cpu" needs Node; expected a backend of browsers. Use "wasm".');
}
