import * as tf from "@tensorflow/tfjs-core";

/** The part of the stock wasm backend that kernels written in TypeScript need. Offsets and sizes are in bytes. */
export interface WasmHeap {
  /** Replaced when the heap grows: read it after every allocation. */
  readonly wasm: { readonly HEAPU8: Uint8Array };
  makeOutput(shape: number[], dtype: tf.DataType): tf.TensorInfo;
  getMemoryOffset(dataId: object): number;
  incRef(dataId: object): void;
  typedArrayFromHeap(tensor: tf.TensorInfo): Float32Array | Int32Array;
}

/** Registers a kernel of the wasm backend once; later calls do nothing. */
export function registerWasmKernel(kernelName: string, run: (call: WasmCall) => tf.TensorInfo): void {
  if (tf.getKernel(kernelName, "wasm")) return;
  tf.registerKernel({
    kernelName,
    backendName: "wasm",
    kernelFunc: ({ inputs, attrs, backend }) => run({ inputs, attrs: attrs ?? {}, heap: backend as WasmHeap }),
  });
}

export interface WasmCall {
  readonly inputs: Readonly<Record<string, tf.TensorInfo | undefined>>;
  readonly attrs: Readonly<Record<string, unknown>>;
  readonly heap: WasmHeap;
}
