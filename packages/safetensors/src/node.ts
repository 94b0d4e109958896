export { fileSource } from "./node/file-source.js";
export { openFolder } from "./node/folder.js";
export { type RewriteOptions, type Rewritten, rewriteCheckpoint } from "./node/rewrite-checkpoint.js";
export { type StreamedTensor, streamSafetensors } from "./node/stream-safetensors.js";
export { type WholeFolderOptions, writeText, writeWholeFolder } from "./node/whole-folder.js";
export { writeSafetensors } from "./node/write-safetensors.js";
