export { fileSource } from "./node/file-source.js";
export { openFolder } from "./node/folder.js";
export { writeSafetensors } from "./node/write-safetensors.js";
