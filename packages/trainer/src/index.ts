export type { Arrays } from "./arrays.js";
export { type BatchSource, shuffledBatches } from "./batch-source.js";
export { epochOrder } from "./epoch-order.js";
export { type GradientSource, type Gradients, gradientsOf } from "./gradients.js";
export { meanLoss } from "./mean-loss.js";
export { clipByBlockRms, scaleByParameterRms } from "./optimizer/block-rms.js";
export { byGroup, type Named, type OptimizerGroup } from "./optimizer/by-group.js";
export { chain } from "./optimizer/chain.js";
export { clipByGlobalNorm, clipToNorm, globalNorm } from "./optimizer/clip.js";
export { scaleByLearningRate } from "./optimizer/learning-rate.js";
export { momentum } from "./optimizer/momentum.js";
export {
  type AdafactorOptions,
  adafactor,
  adamw,
  type Decay,
  lion,
  type SgdOptions,
  sgd,
} from "./optimizer/optimizers.js";
export { type AdamOptions, scaleByAdam } from "./optimizer/scale-by-adam.js";
export { type FactoredRmsOptions, scaleByFactoredRms } from "./optimizer/scale-by-factored-rms.js";
export { type LionOptions, scaleByLion } from "./optimizer/scale-by-lion.js";
export type { OptimizerState, Transformation, Updated } from "./optimizer/transformation.js";
export { addDecayedWeights, isDecayed, type WeightDecayOptions } from "./optimizer/weight-decay.js";
export { readParameters, writeParameters } from "./parameters.js";
export { stepsPerEpoch } from "./position.js";
export { constantSchedule, cosineSchedule, linearSchedule, type Schedule, type ScheduleOptions } from "./schedule.js";
export { countLabelTokens } from "./tokens.js";
export { type Step, type TrainOptions, train } from "./train.js";
export { type Selection, type Trainable, trainable } from "./trainable.js";
export type { Trainee, Training } from "./trainee.js";
export { type TrainingArguments, trainingArguments } from "./training-arguments.js";
export {
  type Adamw8bitOptions,
  type ParameterGroup,
  type TrainingPlan,
  type TrainingPlanOptions,
  trainingPlan,
} from "./training-plan.js";
export type { TrainingState } from "./training-state.js";
