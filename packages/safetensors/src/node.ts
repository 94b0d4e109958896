export { fileSource } from "./node/file-source.js";
export { openFolder } from "./node/folder.js";
export { type StreamedTensor, streamSafetensors } from "./node/stream-safetensors.js";
export { writeSafetensors } from "./node/write-safetensors.js";
