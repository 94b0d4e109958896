import { random } from "@vlm/mcts";
import { expect, it } from "vitest";
import { gaussian } from "./gaussian.js";

it.each([0, 1, 2, 7])("gives %i numbers", (size) => {
  expect(gaussian(random(1), size)).toHaveLength(size);
});

it("has the moments of a normal distribution, and depends on the seed alone", () => {
  const values = gaussian(random(1), 100_000, 2);
  const mean = (power: number): number => values.reduce((sum, value) => sum + (value / 2) ** power, 0) / values.length;
  // Standard errors are 0.003, 0.004 and 0.03.
  expect(Math.abs(mean(1))).toBeLessThan(0.015);
  expect(Math.abs(mean(2) - 1)).toBeLessThan(0.02);
  expect(Math.abs(mean(4) - 3)).toBeLessThan(0.15);
  expect(gaussian(random(1), 100_000, 2)).toEqual(values);
  expect(gaussian(random(2), 100_000, 2)).not.toEqual(values);
});
