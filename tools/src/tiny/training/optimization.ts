import { adamw, cosineSchedule, isDecayed, type Schedule, type Transformation } from "@vlm/trainer";

/** AdamW over all tensors; biases and norms do not decay. */
export function optimizerOf(): Transformation {
  return adamw({ beta2: 0.98, weightDecay: 0.05, decays: isDecayed });
}

/** Half a cosine over the run, after a rise of at most a hundred steps. */
export function scheduleOf(steps: number, learningRate: number): Schedule {
  return cosineSchedule({ learningRate, steps: steps + 1, warmupSteps: Math.min(100, Math.ceil(steps / 10)) });
}
