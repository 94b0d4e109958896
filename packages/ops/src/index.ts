export { type AttentionOptions, attention, composedAttention } from "./attention/attention.js";
export { KeyValueCache } from "./attention/key-value-cache.js";
export { type Segment, segmentsOf } from "./attention/segment.js";
export { BACKENDS, type BackendName, type BackendOptions, useBackend } from "./backend/use-backend.js";
export { bfloat16Tensor, bfloat16Words, keepsBfloat16 } from "./bfloat16/bfloat16-tensor.js";
export { Bfloat16Weight } from "./bfloat16/bfloat16-weight.js";
export { checkpointed } from "./checkpoint/checkpointed.js";
export { type NativeCodec, nativeCodec } from "./codec/native-codec.js";
export { hasPanels, panelBackward, panelForward, type RowSource } from "./codec/panels.js";
export { composedCrossEntropy, crossEntropy } from "./cross-entropy/cross-entropy.js";
export {
  composedLinearCrossEntropy,
  type LinearCrossEntropyOptions,
  linearCrossEntropy,
} from "./cross-entropy/linear-cross-entropy.js";
export { composedEmbedding, embedding } from "./embedding/embedding.js";
export { composedGeglu, geglu } from "./geglu/geglu.js";
export { composedGelu, type GeluOptions, gelu } from "./gelu/gelu.js";
export { Ambient } from "./gradient/ambient.js";
export { differentiable, type Evaluation, isTrainable } from "./gradient/differentiable.js";
export { type ValueAndGradients, valueAndGradients } from "./gradient/value-and-gradients.js";
export { composedLayerNorm, layerNorm } from "./layer-norm/layer-norm.js";
export { adaptedLinear } from "./linear/adapted-linear.js";
export { composedLinear, type LinearOptions, linear } from "./linear/linear.js";
export type { LinearWeight, LowRankTerm } from "./linear/linear-weight.js";
export {
  type EightBitRows,
  type FourBitCodes,
  type PackedOptions,
  PackedWeight,
  packsWeights,
} from "./linear/packed-weight.js";
export { Weight } from "./linear/weight.js";
export { composedMatmul, type MatmulOptions, matmul } from "./matmul/matmul.js";
export { type NativeOptimizer, nativeOptimizer } from "./optimizer/optimizer.js";
export { reshape } from "./reshape/reshape.js";
export { composedResidual, residual } from "./residual/residual.js";
export { composedRmsNorm, type RmsNormOptions, rmsNorm } from "./rms-norm/rms-norm.js";
export { composedNormRotary, normRotary } from "./rotary/norm-rotary.js";
export { composedRotary, rotary } from "./rotary/rotary.js";
export { composedSpreadRows, composedTakeRows, spreadRows, takeRows } from "./rows/rows.js";
export { type Runs, rowCount, runsOf } from "./rows/runs.js";
export { composedSwiglu, swiglu } from "./swiglu/swiglu.js";
