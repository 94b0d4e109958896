/** The middle of some measurements and how far they spread. */
export interface Spread {
  readonly median: number;
  /** First and third quartile. */
  readonly low: number;
  readonly high: number;
}

/** Median and quartiles; between two measurements linear, as numpy's `quantile` is by default. */
export function spread(values: readonly number[]): Spread {
  if (values.length === 0 || values.some(Number.isNaN)) {
    throw new RangeError(
      `bench.spread: the values are [${values.slice(0, 4)}]; expected numbers, one at least. Measure at least one round.`,
    );
  }
  const sorted = [...values].sort((a, b) => a - b);
  return { median: quantile(sorted, 0.5), low: quantile(sorted, 0.25), high: quantile(sorted, 0.75) };
}

export function median(values: readonly number[]): number {
  return spread(values).median;
}

/**
 * How many times faster we are: rival's seconds over ours, round by round, since what slows a round down slows both.
 *
 * @param ours seconds by round
 * @param rival seconds of the same rounds
 */
export function ratio(ours: readonly number[], rival: readonly number[]): Spread {
  if (ours.length !== rival.length) {
    throw new RangeError(
      `bench.ratio: ${ours.length} rounds of ours and ${rival.length} of the rival; expected as many. Measure them in turn.`,
    );
  }
  return spread(ours.map((seconds, round) => rival[round]! / seconds));
}

function quantile(sorted: readonly number[], fraction: number): number {
  const place = (sorted.length - 1) * fraction;
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below]! + (sorted[above]! - sorted[below]!) * (place - below);
}
