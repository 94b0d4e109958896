import { random } from "../random.js";
import type { Estimate } from "./estimate.js";

/**
 * A statistic with its 95 % percentile interval: every group is drawn again with replacement at its own size, `resamples`
 * times, and the interval runs from the 2.5 % to the 97.5 % quantile of the statistic.
 *
 * Groups are strata; pass one group for the plain bootstrap. A group of equal values does not vary when drawn again, so
 * its share of the uncertainty is unseen here. Source: Efron and Tibshirani, An Introduction to the Bootstrap (1993),
 * chapter 13.
 */
export function bootstrap(
  groups: readonly ArrayLike<number>[],
  statistic: (groups: readonly Float64Array[]) => number,
  { resamples = 2_000, seed = 0 }: { resamples?: number; seed?: number } = {},
): Estimate & { readonly standardError: number } {
  if (groups.length === 0 || groups.some((group) => group.length === 0))
    throw new Error(
      `eval.bootstrap: groups of sizes [${groups.map((group) => group.length)}]; expected at least one group and none empty. Leave empty groups out.`,
    );
  if (!(Number.isInteger(resamples) && resamples >= 40))
    throw new Error(
      `eval.bootstrap: resamples is ${resamples}; expected a whole number of at least 40. The 2.5 % quantile needs that many.`,
    );
  const draw = random(seed);
  const drawn = groups.map((group) => new Float64Array(group.length));
  const replicates = Float64Array.from({ length: resamples }, () => {
    drawn.forEach((values, index) => {
      const group = groups[index]!;
      for (let i = 0; i < values.length; i++) values[i] = group[Math.floor(draw() * group.length)]!;
    });
    return statistic(drawn);
  }).sort();
  const mean = replicates.reduce((sum, value) => sum + value, 0) / resamples;
  const squares = replicates.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    value: statistic(groups.map((group) => Float64Array.from(group))),
    lower: quantile(replicates, 0.025),
    upper: quantile(replicates, 0.975),
    count: groups.reduce((sum, group) => sum + group.length, 0),
    standardError: Math.sqrt(squares / (resamples - 1)),
  };
}

/** Linear between the two nearest order statistics, as NumPy's default. */
function quantile(sorted: Float64Array, probability: number): number {
  const place = probability * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below]!;
  return low + (place - below) * ((sorted[below + 1] ?? low) - low);
}
