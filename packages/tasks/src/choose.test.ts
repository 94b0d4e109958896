import { expect, test } from "vitest";
import { choose, chooseWeighted } from "./choose.js";
import { randomOf } from "./random.js";

const DRAWS = 20_000;

test("choose draws all items equally often", () => {
  const random = randomOf("choose");
  const counts = new Map<string, number>();
  for (let draw = 0; draw < DRAWS; draw++) {
    const item = choose(["a", "b", "c"], random);
    counts.set(item, (counts.get(item) ?? 0) + 1);
  }
  for (const item of ["a", "b", "c"]) expect(counts.get(item)! / DRAWS).toBeCloseTo(1 / 3, 1.5);
});

test("chooseWeighted draws by weight, and never what has none", () => {
  const random = randomOf("weights");
  const counts = { a: 0, none: 0, b: 0 };
  for (let draw = 0; draw < DRAWS; draw++) counts[chooseWeighted({ a: 1, none: 0, b: 3 }, random)]++;
  expect(counts.none).toBe(0);
  expect(counts.a / DRAWS).toBeGreaterThan(0.24);
  expect(counts.a / DRAWS).toBeLessThan(0.26);
});

test("chooseWeighted stays inside at the ends of the interval", () => {
  expect(chooseWeighted({ a: 1, b: 1, none: 0 }, () => 0)).toBe("a");
  expect(chooseWeighted({ a: 0.1, b: 0.2, c: 0.3 }, () => 1 - 2 ** -53)).toBe("c");
});
