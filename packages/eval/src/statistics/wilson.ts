import type { Estimate } from "./estimate.js";

/** The 97.5 % quantile of the normal distribution. */
const z = 1.959963984540054;

/**
 * A proportion with Wilson's 95 % score interval: (p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n).
 *
 * Source: Wilson, JASA 22 (1927) 209–212.
 */
export function wilson(successes: number, count: number): Estimate {
  if (!(Number.isInteger(count) && count > 0 && Number.isInteger(successes) && successes >= 0 && successes <= count))
    throw new Error(
      `eval.wilson: ${successes} successes of ${count}; expected whole numbers with 0 ≤ successes ≤ count and count ≥ 1. Leave a proportion of no cases out.`,
    );
  const value = successes / count;
  const square = (z * z) / count;
  const centre = (value + square / 2) / (1 + square);
  const half = Math.sqrt(value * (1 - value) * square + (square * square) / 4) / (1 + square);
  return {
    value,
    lower: successes === 0 ? 0 : centre - half,
    upper: successes === count ? 1 : centre + half,
    count,
  };
}
