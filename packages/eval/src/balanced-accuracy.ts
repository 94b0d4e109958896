import { groupBy } from "./group-by.js";
import { bootstrap } from "./statistics/bootstrap.js";
import type { Estimate } from "./statistics/estimate.js";
import { wilson } from "./statistics/wilson.js";

/**
 * Mean recall over the classes of `truths`, with a 95 % interval from a bootstrap stratified by class.
 *
 * A class answered all right or all wrong does not vary when drawn again: the bootstrap would call 5 of 5 certain. Such a
 * class contributes its Wilson ends instead, joined in squares (Zou and Donner, Statistics in Medicine 27 (2008) 1693–1702).
 */
export function balancedAccuracy(
  truths: readonly string[],
  correct: readonly boolean[],
  { resamples = 2_000, seed = 0 }: { resamples?: number; seed?: number } = {},
): Estimate {
  if (truths.length === 0 || truths.length !== correct.length)
    throw new Error(
      `eval.balancedAccuracy: ${truths.length} truths and ${correct.length} outcomes; expected as many of each and at least one. Pass one outcome per truth.`,
    );
  const groups = byClass(truths, correct);
  const value = balanced(groups);
  let below = 0;
  let above = 0;
  for (const group of groups) {
    const recall = mean(group);
    if (recall !== 0 && recall !== 1) continue;
    const { lower, upper } = wilson(recall * group.length, group.length);
    below += ((recall - lower) / groups.length) ** 2;
    above += ((upper - recall) / groups.length) ** 2;
  }
  const drawn = bootstrap(groups, balanced, { resamples, seed });
  below += (value - drawn.lower) ** 2;
  above += (drawn.upper - value) ** 2;
  return {
    value,
    lower: Math.max(0, value - Math.sqrt(below)),
    upper: Math.min(1, value + Math.sqrt(above)),
    count: truths.length,
  };
}

/** Balanced accuracy without its interval. */
export function meanRecall(truths: readonly string[], correct: readonly boolean[]): number {
  return balanced(byClass(truths, correct));
}

function byClass(truths: readonly string[], correct: readonly boolean[]): readonly Float64Array[] {
  const classes = groupBy(truths.keys(), (index) => truths[index]!);
  return [...classes.values()].map((indices) => Float64Array.from(indices, (index) => Number(correct[index])));
}

function balanced(groups: readonly Float64Array[]): number {
  return groups.reduce((sum, group) => sum + mean(group), 0) / groups.length;
}

function mean(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
