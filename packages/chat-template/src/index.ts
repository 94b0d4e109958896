export { type Chat, type ChatParts, createChat, type EncodeOptions } from "./chat.js";
export { type ChatFamily, chatFamilies } from "./families.js";
export type { Train } from "./policy.js";
export type { RenderOptions } from "./render.js";
export { gemma3Template } from "./templates/gemma3.js";
export { qwen2VlTemplate } from "./templates/qwen2-vl.js";
export { qwen3VlTemplate } from "./templates/qwen3-vl.js";
export { tokenBytes } from "./token-bytes.js";
export { loadTokenizer, type Tokenizer } from "./tokenizer.js";
