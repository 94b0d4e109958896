import type { NativeOptions } from "./native-backend.js";

/** What `#native` is outside Node. */
export function startNative(_options: Partial<NativeOptions>): never {
  throw new Error('ops.useBackend: backend "vlm-cpu" needs Node; expected a backend of browsers. Use "wasm".');
}
