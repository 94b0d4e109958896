import { expect, test } from "vitest";
import { planFor, planOf, stageAt, stepsOf } from "./plan.js";

test("stages share steps, and time where steps differ in price", () => {
  expect(planOf(1000)).toEqual({ see: 170, small: 70, whole: 180, places: 380, questions: 200 });
  expect(planOf(4)).toEqual({ see: 1, small: 0, whole: 1, places: 1, questions: 1 });
  for (let steps = 1; steps < 200; steps++) expect(stepsOf(planOf(steps))).toBe(steps);
  expect(planOf(10, ["whole", "questions"])).toEqual({ see: 0, small: 0, whole: 5, places: 0, questions: 5 });
  const plan = planFor(1000, { see: 0.5, small: 1, whole: 2, places: 2, questions: 4 });
  expect(plan).toEqual({ see: 340, small: 70, whole: 90, places: 190, questions: 50 });
  expect(stepsOf(plan)).toBe(740);
  expect(planFor(0, { see: 1, small: 1, whole: 1, places: 1, questions: 1 })).toEqual({
    see: 1,
    small: 1,
    whole: 1,
    places: 1,
    questions: 1,
  });
  const seconds = { see: 1, small: 1, whole: 1, places: 1, questions: 2 };
  expect(planFor(100, seconds, ["questions"])).toEqual({ see: 0, small: 0, whole: 0, places: 0, questions: 50 });
});

test("a step belongs to one stage", () => {
  const plan = { see: 2, small: 1, whole: 1, places: 1, questions: 2 };
  const names = Array.from({ length: 8 }, (_, step) => stageAt(plan, step));
  expect(names).toEqual(["see", "see", "small", "whole", "places", "questions", "questions", "questions"]);
});
