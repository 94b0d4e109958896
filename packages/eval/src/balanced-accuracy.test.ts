import { expect, test } from "vitest";
import { balancedAccuracy, meanRecall } from "./balanced-accuracy.js";
import { random } from "./random.js";
import { wilson } from "./statistics/wilson.js";

const repeat = <T>(count: number, value: T): T[] => new Array<T>(count).fill(value);

test("is the mean of recalls, not the share of right answers", () => {
  const truths = [...repeat(90, "no"), ...repeat(10, "yes")];
  const correct = [...repeat(90, true), ...repeat(5, true), ...repeat(5, false)];
  const { value, lower, upper, count } = balancedAccuracy(truths, correct);
  expect(value).toBeCloseTo((1 + 0.5) / 2, 12);
  expect(meanRecall(truths, correct)).toBe(value);
  expect(count).toBe(100);
  // Nearly all the doubt is that of 5 of 10: half of Wilson's, which is [0.237, 0.763].
  expect(lower).toBeGreaterThan(0.58);
  expect(lower).toBeLessThan(0.65);
  expect(upper).toBeGreaterThan(0.85);
  expect(upper).toBeLessThan(0.92);
});

test("does not call a class certain because a few of it went right", () => {
  // One class: the whole interval is Wilson's.
  expect(balancedAccuracy(repeat(5, "yes"), repeat(5, true))).toMatchObject({ value: 1, upper: 1 });
  expect(balancedAccuracy(repeat(5, "yes"), repeat(5, true)).lower).toBeCloseTo(wilson(5, 5).lower, 12);
  const constant = balancedAccuracy(
    [...repeat(30, "yes"), ...repeat(70, "no")],
    [...repeat(30, true), ...repeat(70, false)],
  );
  expect(constant.value).toBe(0.5);
  expect(constant.lower).toBeLessThan(0.46);
  expect(constant.upper).toBeGreaterThan(0.52);
});

test("holds the true value in about 95 of 100 samples", () => {
  const draw = random(11);
  let inside = 0;
  const runs = 300;
  for (let run = 0; run < runs; run++) {
    const truths = [...repeat(25, "yes"), ...repeat(60, "no")];
    const correct = truths.map((truth) => draw() < (truth === "yes" ? 0.97 : 0.7));
    const { lower, upper } = balancedAccuracy(truths, correct, { resamples: 200, seed: run });
    inside += Number(lower <= 0.835 && 0.835 <= upper);
  }
  expect(inside / runs).toBeGreaterThan(0.9);
  expect(inside / runs).toBeLessThan(0.99);
});

test("refuses lists of different length", () => {
  expect(() => balancedAccuracy(["a"], [])).toThrow(
    "eval.balancedAccuracy: 1 truths and 0 outcomes; expected as many of each and at least one. Pass one outcome per truth.",
  );
});
