export { loadChat } from "./node/load-chat.js";
export { loadTokenBytes } from "./node/load-token-bytes.js";
