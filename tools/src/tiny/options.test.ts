import { expect, test } from "vitest";
import { readOptions } from "./options.js";

test("options have defaults, and numbers are numbers", () => {
  expect(readOptions([])).toMatchObject({ backend: null, threads: 2, steps: null, minutes: 60, seed: 7, batch: 1 });
  expect(readOptions(["--steps", "3", "--minutes", "0.5"])).toMatchObject({ steps: 3, minutes: 0.5 });
  expect(readOptions(["--steps", "3"]).minutes).toBe(Infinity);
  expect(readOptions(["--stages", "questions,see"]).stages).toEqual(["see", "questions"]);
  expect(() => readOptions(["--stages", "see,hear"])).toThrow(
    'tiny.options: --stages has "hear"; expected some of see,small,whole,places,questions. Correct it.',
  );
  expect(() => readOptions(["--steps", "2.5"])).toThrow(
    'tiny.options: --steps is "2.5"; expected a whole number of at least 1. Correct it.',
  );
  expect(() => readOptions(["--minutes", "soon"])).toThrow(
    'tiny.options: --minutes is "soon"; expected a number of at least 0.01. Correct it.',
  );
});
