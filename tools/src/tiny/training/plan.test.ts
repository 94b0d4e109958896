import { expect, test } from "vitest";
import { planFor, planOf, stageAt, stepsOf } from "./plan.js";

test("stages share steps, and time where steps differ in price", () => {
  expect(planOf(1000)).toEqual({ see: 160, small: 120, places: 400, questions: 320 });
  expect(planOf(4)).toEqual({ see: 1, small: 0, places: 2, questions: 1 });
  for (let steps = 1; steps < 200; steps++) expect(stepsOf(planOf(steps))).toBe(steps);
  const plan = planFor(1000, { see: 0.5, small: 1, places: 2, questions: 4 });
  expect(plan).toEqual({ see: 320, small: 120, places: 200, questions: 80 });
  expect(stepsOf(plan)).toBe(720);
  expect(planFor(0, { see: 1, small: 1, places: 1, questions: 1 })).toEqual({
    see: 1,
    small: 1,
    places: 1,
    questions: 1,
  });
});

test("a step belongs to one stage", () => {
  const plan = { see: 2, small: 1, places: 1, questions: 2 };
  const names = Array.from({ length: 7 }, (_, step) => stageAt(plan, step));
  expect(names).toEqual(["see", "see", "small", "places", "questions", "questions", "questions"]);
});
