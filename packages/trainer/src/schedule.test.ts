import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { constantSchedule, cosineSchedule, linearSchedule } from "./schedule.js";

/** transformers 5.18.0: learning rates of 40 steps. */
const golden: Readonly<Record<string, readonly number[]>> = JSON.parse(
  readFileSync(new URL("../fixtures/schedules.json", import.meta.url), "utf8"),
);

test.each([
  ["cosine", cosineSchedule],
  ["linear", linearSchedule],
])("%s as in transformers", (name, make) => {
  const schedule = make({ learningRate: 1, steps: 40, warmupSteps: 7 });
  const expected = golden[`${name}, warm-up 7, steps 40, lr 1`]!;
  expect(expected).toHaveLength(40);
  for (const [step, rate] of expected.entries()) expect(schedule(step)).toBeCloseTo(rate, 14);
});

test("constant rises and stays", () => {
  const schedule = constantSchedule({ learningRate: 8, warmupSteps: 4 });
  expect([0, 1, 2, 3, 4, 5, 1000].map(schedule)).toEqual([0, 2, 4, 6, 8, 8, 8]);
  expect(constantSchedule({ learningRate: 3 })(0)).toBe(3);
});

test("nothing is left after the last step", () => {
  expect(cosineSchedule({ learningRate: 1, steps: 10 })(10)).toBe(0);
  expect(linearSchedule({ learningRate: 1, steps: 10 })(11)).toBe(0);
});
