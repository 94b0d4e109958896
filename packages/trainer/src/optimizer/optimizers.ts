import { clipByBlockRms, scaleByParameterRms } from "./block-rms.js";
import { chain } from "./chain.js";
import { scaleByLearningRate } from "./learning-rate.js";
import { momentum as byMomentum } from "./momentum.js";
import { type AdamOptions, adamBy } from "./scale-by-adam.js";
import { type FactoredRmsOptions, scaleByFactoredRms } from "./scale-by-factored-rms.js";
import { type LionOptions, scaleByLion } from "./scale-by-lion.js";
import type { Transformation } from "./transformation.js";
import { addDecayedWeights, type WeightDecayOptions } from "./weight-decay.js";

export interface Decay extends WeightDecayOptions {
  readonly weightDecay?: number;
}

/** Adam with decoupled weight decay (arXiv 1711.05101), equal to torch.optim.AdamW and optax.adamw. */
export function adamw({ weightDecay = 0, decays = () => true, ...adam }: AdamOptions & Decay = {}): Transformation {
  const decay = (name: string): number => (decays(name) ? weightDecay : 0);
  return chain(adamBy(adam, (name, learningRate) => ({ rate: -learningRate, decay: decay(name) })));
}

/** Stochastic gradient descent, equal to torch.optim.SGD. The weight decay is L2: it enters the gradient. */
export function sgd({ momentum = 0, nesterov = false, weightDecay = 0, decays }: SgdOptions = {}): Transformation {
  const links = [addDecayedWeights(weightDecay, { decays }), scaleByLearningRate()];
  return chain(...(momentum === 0 ? links : links.toSpliced(1, 0, byMomentum(momentum, { nesterov }))));
}

export interface SgdOptions extends Decay {
  readonly momentum?: number;
  readonly nesterov?: boolean;
}

/** Lion with decoupled weight decay (arXiv 2302.06675), equal to optax.lion. Wants a tenth of AdamW's learning rate. */
export function lion({ weightDecay = 0, decays, ...lion }: LionOptions & Decay = {}): Transformation {
  return chain(scaleByLion(lion), addDecayedWeights(weightDecay, { decays }), scaleByLearningRate());
}

/** Adafactor without momentum (arXiv 1804.04235), equal to optax.adafactor. */
export function adafactor({
  clipThreshold = 1,
  scaleByParameter = true,
  weightDecay = 0,
  decays,
  ...factored
}: AdafactorOptions = {}): Transformation {
  return chain(
    scaleByFactoredRms(factored),
    clipByBlockRms(clipThreshold),
    ...(scaleByParameter ? [scaleByParameterRms()] : []),
    addDecayedWeights(weightDecay, { decays }),
    scaleByLearningRate(),
  );
}

export interface AdafactorOptions extends FactoredRmsOptions, Decay {
  /** Largest root mean square of an update before the learning rate. */
  readonly clipThreshold?: number;
  /** Steps relative to the size of the parameter. */
  readonly scaleByParameter?: boolean;
}
