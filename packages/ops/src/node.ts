export type { Addon, Level } from "./native/addon.js";
export type { ArenaBytes } from "./native/arena.js";
export type { Kernels } from "./native/kernels.js";
export { NativeBackend, type NativeBytes, type NativeMemory } from "./native/native-backend.js";
export { NATIVE_KERNELS } from "./native/register.js";
export { loadAddon, platformName } from "./node/load-addon.js";
export { startNative } from "./node/native.js";
export { nativeLevels } from "./node/native-levels.js";
