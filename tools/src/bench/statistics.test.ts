import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { median, ratio, spread } from "./statistics.js";

describe("spread", () => {
  /** numpy 2.4: np.quantile([3, 1, 4, 1, 5], [.25, .5, .75]) and so on. */
  it.each([
    [
      [3, 1, 4, 1, 5],
      [1, 3, 4],
    ],
    [
      [1, 2, 3, 4],
      [1.75, 2.5, 3.25],
    ],
    [
      [10, 2],
      [4, 6, 8],
    ],
    [[7], [7, 7, 7]],
  ])("of %j is numpy's %j", (values, [low, middle, high]) => {
    expect(spread(values)).toEqual({ low, median: middle, high });
  });

  it("does not depend on the order, and scales", () => {
    const seconds = fc.array(fc.double({ min: 1e-6, max: 1e3, noNaN: true }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(seconds, (values) => {
        const { low, median: middle, high } = spread(values);
        expect(spread([...values].reverse())).toEqual({ low, median: middle, high });
        expect(low <= middle && middle <= high).toBe(true);
        expect(Math.min(...values) <= low && high <= Math.max(...values)).toBe(true);
        expect(median(values.map((value) => 2 * value))).toBeCloseTo(2 * middle, 9);
      }),
    );
  });

  it("refuses no rounds, and no numbers", () => {
    const message = (values: string): string =>
      `bench.spread: the values are [${values}]; expected numbers, one at least. Measure at least one round.`;
    expect(() => spread([])).toThrow(message(""));
    expect(() => spread([1, Number.NaN])).toThrow(message("1,NaN"));
  });
});

describe("ratio", () => {
  it("is taken round by round: a round that is slow for both counts as any other", () => {
    expect(ratio([1, 10, 2], [2, 20, 5])).toEqual({ low: 2, median: 2, high: 2.25 });
    // The ratio of medians would be 2.5.
    expect(ratio([1, 10, 2], [2, 20, 5]).median).not.toBe(5 / 2);
  });

  it("refuses rounds that were not measured in turn", () => {
    expect(() => ratio([1], [1, 2])).toThrow(
      "bench.ratio: 1 rounds of ours and 2 of the rival; expected as many. Measure them in turn.",
    );
  });
});
