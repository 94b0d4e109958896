import * as tf from "@tensorflow/tfjs-core";
import { NATIVE, type NativeBackend } from "./native-backend.js";

export interface NativeCall {
  readonly inputs: Readonly<Record<string, tf.TensorInfo | undefined>>;
  readonly attrs: Readonly<Record<string, unknown>>;
  readonly backend: NativeBackend;
}

/** A kernel of the native backend under tfjs's name for it, or under a name of this package's own. */
export interface NativeKernel {
  readonly name: string;
  run(call: NativeCall): tf.TensorInfo | tf.TensorInfo[];
}

/** Whether all of these hold float32 numbers. */
export function areFloats(...tensors: readonly tf.TensorInfo[]): boolean {
  return tensors.every(({ dtype }) => dtype === "float32");
}

/** Registers a kernel in place of the stock one; `stock` hands a call on to that. */
export function registerNativeKernel({ name, run }: NativeKernel): void {
  if (tf.getKernel(name, NATIVE)) tf.unregisterKernel(name, NATIVE);
  tf.registerKernel({
    kernelName: name,
    backendName: NATIVE,
    kernelFunc: ({ inputs, attrs, backend }) => run({ inputs, attrs: attrs ?? {}, backend: backend as NativeBackend }),
  });
}

/**
 * Registers the stock CPU backend's kernels for the native one, which counts their calls: what is called often wants a
 * native kernel.
 */
export function registerStockKernels(): void {
  for (const kernel of tf.getKernelsForBackend("cpu")) {
    const kernelFunc: tf.KernelFunc = (call) => {
      (call.backend as NativeBackend).countStockCall(kernel.kernelName);
      return kernel.kernelFunc(call);
    };
    tf.registerKernel({ ...kernel, backendName: NATIVE, kernelFunc });
  }
}

/** Runs the stock CPU kernel on the same memory: for the shapes and types that a native kernel does not serve. */
export function stock(name: string, { inputs, attrs, backend }: NativeCall): tf.TensorInfo | tf.TensorInfo[] {
  backend.countStockCall(name);
  const kernel = tf.getKernel(name, "cpu");
  return kernel.kernelFunc({ inputs: inputs as tf.NamedTensorInfoMap, attrs: attrs as tf.NamedAttrMap, backend });
}
