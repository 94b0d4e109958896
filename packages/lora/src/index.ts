export type { LoraAdapter } from "./adapter.js";
export { attach } from "./attach.js";
export type { LoraConfig, ModulePattern, ResolvedLoraConfig } from "./config.js";
export { attachSaved } from "./load.js";
export { matchTargets } from "./match.js";
export { merge } from "./merge.js";
export { adapterConfig, parseAdapterConfig } from "./peft-config.js";
