import { nativeAttention, nativeAttentionBackward } from "../attention/attention.native.js";
import { nativeWriteRows } from "../attention/write-rows.native.js";
import { nativeFewRows } from "../bfloat16/bfloat16.native.js";
import { nativePanelBackward, nativePanelForward } from "../codec/panels.native.js";
import { nativeCrossEntropy, nativeCrossEntropyBackward } from "../cross-entropy/cross-entropy.native.js";
import { elementwiseKernels } from "../elementwise/elementwise.native.js";
import { nativeGeglu, nativeGegluBackward } from "../geglu/geglu.native.js";
import { nativeGelu, nativeGeluBackward } from "../gelu/gelu.native.js";
import { nativeLayerNorm, nativeLayerNormBackward } from "../layer-norm/layer-norm.native.js";
import { layoutKernels } from "../layout/layout.native.js";
import { nativePackedBackward, nativePackedForward } from "../linear/packed-weight.native.js";
import { nativeFusedMatmul, nativeMatmul, nativeScaledProduct } from "../matmul/matmul.native.js";
import { reductionKernels } from "../reduction/reduction.native.js";
import { nativeRmsNorm, nativeRmsNormBackward } from "../rms-norm/rms-norm.native.js";
import { nativeNormRotary, nativeNormRotaryBackward } from "../rotary/norm-rotary.native.js";
import { nativeRotary } from "../rotary/rotary.native.js";
import { rowKernels } from "../rows/rows.native.js";
import { nativeSoftmax } from "../softmax/softmax.native.js";
import { nativeSwiglu, nativeSwigluBackward } from "../swiglu/swiglu.native.js";
import { type NativeKernel, registerNativeKernel } from "./kernel.js";

/** All that runs natively; for the rest the stock CPU kernels work on the same memory. */
export const NATIVE_KERNELS: readonly NativeKernel[] = [
  nativeRmsNorm,
  nativeRmsNormBackward,
  nativeMatmul,
  nativeFusedMatmul,
  nativeScaledProduct,
  nativePackedForward,
  nativePackedBackward,
  nativeFewRows,
  nativePanelForward,
  nativePanelBackward,
  nativeAttention,
  nativeAttentionBackward,
  nativeWriteRows,
  nativeRotary,
  nativeNormRotary,
  nativeNormRotaryBackward,
  nativeLayerNorm,
  nativeLayerNormBackward,
  nativeGelu,
  nativeGeluBackward,
  nativeGeglu,
  nativeGegluBackward,
  nativeSwiglu,
  nativeSwigluBackward,
  nativeSoftmax,
  nativeCrossEntropy,
  nativeCrossEntropyBackward,
  ...elementwiseKernels,
  ...reductionKernels,
  ...layoutKernels,
  ...rowKernels,
];

export function registerNativeKernels(): void {
  for (const kernel of NATIVE_KERNELS) registerNativeKernel(kernel);
}
