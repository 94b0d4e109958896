import fc from "fast-check";
import { expect, test } from "vitest";
import { bootstrap } from "./bootstrap.js";
import { meanInterval } from "./mean-interval.js";
import { studentQuantile } from "./student.js";
import { wilson } from "./wilson.js";

// Newcombe, Statistics in Medicine 17 (1998) 857–872, Table I, method 3 (score interval).
test.each([
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
])("wilson of %i in %i is Newcombe's [%f, %f]", (successes, count, lower, upper) => {
  const interval = wilson(successes, count);
  expect(interval.value).toBe(successes / count);
  expect(interval.lower).toBeCloseTo(lower, 4);
  expect(interval.upper).toBeCloseTo(upper, 4);
});

test("wilson mirrors, holds its value and narrows with n", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 400 }), fc.nat(), (count, some) => {
      const successes = some % (count + 1);
      const { value, lower, upper } = wilson(successes, count);
      const mirror = wilson(count - successes, count);
      const wider = wilson(successes * 4, count * 4);
      expect(lower).toBeGreaterThanOrEqual(0);
      expect(lower).toBeLessThanOrEqual(value);
      expect(upper).toBeGreaterThanOrEqual(value);
      expect(mirror.upper).toBeCloseTo(1 - lower, 12);
      expect(wider.upper - wider.lower).toBeLessThan(upper - lower);
    }),
  );
});

test("wilson refuses counts that are none", () => {
  expect(() => wilson(0, 0)).toThrow(
    "eval.wilson: 0 successes of 0; expected whole numbers with 0 ≤ successes ≤ count and count ≥ 1. Leave a proportion of no cases out.",
  );
  expect(() => wilson(3, 2)).toThrow("eval.wilson: 3 successes of 2;");
});

// Any printed table of t, column 0.975; ∞ is the normal quantile.
test.each([
  [1, 12.7062047],
  [2, 4.3026527],
  [3, 3.1824463],
  [9, 2.2621572],
  [29, 2.0452296],
  [30, 2.0422725],
  [120, 1.9799304],
  [1_000_000, 1.9599663],
])("student's quantile at %i degrees of freedom is %f", (degrees, quantile) => {
  expect(studentQuantile(degrees)).toBeCloseTo(quantile, 6);
});

test("meanInterval is R's t.test on its own sleep data, group 1", () => {
  // t.test(c(0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0)): mean 0.75, 95 percent interval −0.5297804 2.0297804.
  const { value, lower, upper, count } = meanInterval([0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2]);
  expect(value).toBeCloseTo(0.75, 12);
  expect(lower).toBeCloseTo(-0.5297804, 6);
  expect(upper).toBeCloseTo(2.0297804, 6);
  expect(count).toBe(10);
  expect(meanInterval([4])).toEqual({ value: 4, lower: -Infinity, upper: Infinity, count: 1 });
});

test("meanInterval refuses nothing and what is no number", () => {
  expect(() => meanInterval([])).toThrow(
    "eval.meanInterval: no values; expected at least one. Leave a mean of no cases out.",
  );
  expect(() => meanInterval([1, Number.NaN])).toThrow(
    "eval.meanInterval: values[1] is NaN; expected a finite number. Drop or replace it.",
  );
});

// Efron and Tibshirani (1993), the mouse data of Table 2.1: seven treated mice, mean 86.86, and a standard error of the
// mean that tends to 23.36 with the number of resamples (Table 2.2, B = ∞).
const mice = [94, 197, 16, 38, 99, 141, 23];
const meanOf = ([group]: readonly Float64Array[]): number =>
  group!.reduce((sum, value) => sum + value, 0) / group!.length;

test("bootstrap finds Efron's standard error of the mouse data", () => {
  const { value, standardError, lower, upper } = bootstrap([mice], meanOf, { resamples: 20_000, seed: 3 });
  expect(value).toBeCloseTo(86.857, 3);
  expect(Math.abs(standardError - 23.36)).toBeLessThan(0.4);
  expect(lower).toBeGreaterThan(40);
  expect(upper).toBeLessThan(140);
});

test("bootstrap agrees with Wilson on a large sample, repeats with its seed, and draws groups apart", () => {
  const values = Array.from({ length: 400 }, (_, index) => Number(index % 4 === 0));
  const first = bootstrap([values], meanOf, { seed: 5 });
  const exact = wilson(100, 400);
  expect(Math.abs(first.lower - exact.lower)).toBeLessThan(0.01);
  expect(Math.abs(first.upper - exact.upper)).toBeLessThan(0.01);
  expect(bootstrap([values], meanOf, { seed: 5 })).toEqual(first);
  expect(bootstrap([values], meanOf, { seed: 6 })).not.toEqual(first);
  const apart = bootstrap([new Float64Array(9), new Float64Array(3).fill(1)], (groups) =>
    groups.reduce((sum, group) => sum + group[0]!, 0),
  );
  expect(apart).toMatchObject({ value: 1, lower: 1, upper: 1, count: 12 });
});

test("bootstrap refuses empty groups and too few resamples", () => {
  expect(() => bootstrap([[1], []], meanOf)).toThrow(
    "eval.bootstrap: groups of sizes [1,0]; expected at least one group and none empty. Leave empty groups out.",
  );
  expect(() => bootstrap([[1]], meanOf, { resamples: 10 })).toThrow(
    "eval.bootstrap: resamples is 10; expected a whole number of at least 40. The 2.5 % quantile needs that many.",
  );
});
