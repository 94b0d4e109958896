/** The learning rate of a step; steps count from 0. */
export type Schedule = (step: number) => number;

export interface ScheduleOptions {
  /** The highest rate, reached when the warm-up ends. */
  readonly learningRate: number;
  /** Steps of the whole run. */
  readonly steps: number;
  /** Steps of the linear rise from 0: the first step has rate 0. */
  readonly warmupSteps?: number;
}

/** Half a cosine from the highest rate to 0; equal to transformers' get_cosine_schedule_with_warmup. */
export function cosineSchedule({ learningRate, steps, warmupSteps = 0 }: ScheduleOptions): Schedule {
  return warmedUp(learningRate, warmupSteps, (step) => {
    const progress = (step - warmupSteps) / Math.max(1, steps - warmupSteps);
    return Math.max(0, 0.5 * (1 + Math.cos(Math.PI * progress)));
  });
}

/** A line from the highest rate to 0; equal to transformers' get_linear_schedule_with_warmup. */
export function linearSchedule({ learningRate, steps, warmupSteps = 0 }: ScheduleOptions): Schedule {
  return warmedUp(learningRate, warmupSteps, (step) => Math.max(0, (steps - step) / Math.max(1, steps - warmupSteps)));
}

/** The highest rate throughout, whatever `steps`; equal to transformers' get_constant_schedule_with_warmup. */
export function constantSchedule({
  learningRate,
  warmupSteps = 0,
}: Omit<ScheduleOptions, "steps"> & Partial<ScheduleOptions>): Schedule {
  return warmedUp(learningRate, warmupSteps, () => 1);
}

function warmedUp(learningRate: number, warmupSteps: number, share: (step: number) => number): Schedule {
  return (step) => learningRate * (step < warmupSteps ? step / Math.max(1, warmupSteps) : share(step));
}
