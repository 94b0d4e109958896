export type { LoraAdapter } from "./adapter.js";
export { type AttachOptions, attach } from "./attach.js";
export { type AttachSavedOptions, attachSaved } from "./attach-saved.js";
export type { Bias, LoraConfig, ModulePattern, ResolvedLoraConfig } from "./config.js";
export { countParameters } from "./count-parameters.js";
export { type MatchOptions, matchTargets } from "./match.js";
export { type Merged, merge } from "./merge.js";
export { adapterConfig, parseAdapterConfig } from "./peft-config.js";
export { type LoraTrainee, trainee } from "./trainee.js";
