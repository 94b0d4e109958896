/** PEFT's file names. */
export const CONFIG = "adapter_config.json";
export const WEIGHTS = "adapter_model.safetensors";
export const CARD = "README.md";
