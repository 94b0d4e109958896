export { type Chat, createChat, type EncodeOptions } from "./chat.js";
export type { RenderOptions } from "./template.js";
export { qwen3VlTemplate } from "./templates/qwen3-vl.js";
export { loadTokenizer, type Tokenizer } from "./tokenizer.js";
