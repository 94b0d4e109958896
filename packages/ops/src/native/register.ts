import { nativeRmsNorm, nativeRmsNormBackward } from "../rms-norm/rms-norm.native.js";
import { type NativeKernel, registerNativeKernel } from "./kernel.js";

/** All that runs natively; for the rest the stock CPU kernels work on the same memory. */
export const NATIVE_KERNELS: readonly NativeKernel[] = [nativeRmsNorm, nativeRmsNormBackward];

export function registerNativeKernels(): void {
  for (const kernel of NATIVE_KERNELS) registerNativeKernel(kernel);
}
