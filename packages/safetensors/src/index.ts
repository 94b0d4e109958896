export { openCheckpoint } from "./checkpoint.js";
export { bytesPerElement, DTYPES, type Dtype, type TensorArray } from "./dtype.js";
export { SafetensorsError, type SafetensorsErrorKind } from "./error.js";
export { HEADER_LIMIT, type Header, readHeader, type TensorInfo } from "./header.js";
export { type HttpFolderOptions, type HttpProgress, httpFolder } from "./http/http-folder.js";
export { openSafetensors, type Safetensors } from "./read.js";
export { bytesSource, type Folder, type Source } from "./source.js";
export { type TensorData, toFloat32, toInt32 } from "./tensor.js";
export { serialize } from "./write.js";
