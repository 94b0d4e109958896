import { expect, test } from "vitest";
import { planFor, planOf, stageAt, stepsOf } from "./plan.js";

test("stages share steps, and time where steps differ in price", () => {
  expect(planOf(1000)).toEqual({ see: 130, small: 70, whole: 200, places: 360, questions: 240 });
  expect(planOf(4)).toEqual({ see: 1, small: 0, whole: 1, places: 1, questions: 1 });
  for (let steps = 1; steps < 200; steps++) expect(stepsOf(planOf(steps))).toBe(steps);
  const plan = planFor(1000, { see: 0.5, small: 1, whole: 2, places: 2, questions: 4 });
  expect(plan).toEqual({ see: 260, small: 70, whole: 100, places: 180, questions: 60 });
  expect(stepsOf(plan)).toBe(670);
  expect(planFor(0, { see: 1, small: 1, whole: 1, places: 1, questions: 1 })).toEqual({
    see: 1,
    small: 1,
    whole: 1,
    places: 1,
    questions: 1,
  });
});

test("a step belongs to one stage", () => {
  const plan = { see: 2, small: 1, whole: 1, places: 1, questions: 2 };
  const names = Array.from({ length: 8 }, (_, step) => stageAt(plan, step));
  expect(names).toEqual(["see", "see", "small", "whole", "places", "questions", "questions", "questions"]);
});
