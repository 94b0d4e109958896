export { loadAdapter } from "./node/load-adapter.js";
export { saveAdapter } from "./node/save-adapter.js";
