export { loadChat } from "./node/load-chat.js";
