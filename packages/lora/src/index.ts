export type { LoraAdapter } from "./adapter.js";
export { attach } from "./attach.js";
export { attachSaved } from "./attach-saved.js";
export type { LoraConfig, ModulePattern, ResolvedLoraConfig } from "./config.js";
export { countParameters } from "./count-parameters.js";
export { matchTargets } from "./match.js";
export { merge } from "./merge.js";
export { adapterConfig, parseAdapterConfig } from "./peft-config.js";
