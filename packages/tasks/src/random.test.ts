import { expect, test } from "vitest";
import { hash, randomOf } from "./random.js";

test("the numbers depend on the text alone", () => {
  const first = randomOf("seed 1");
  const again = randomOf("seed 1");
  const other = randomOf("seed 2");
  const numbers = [first(), first(), first()];
  expect([again(), again(), again()]).toEqual(numbers);
  expect([other(), other(), other()]).not.toEqual(numbers);
});

test("the numbers fill [0, 1) evenly", () => {
  const random = randomOf("even");
  const tenths = new Array<number>(10).fill(0);
  for (let draw = 0; draw < 50_000; draw++) tenths[Math.floor(10 * random())]!++;
  for (const count of tenths) {
    expect(count).toBeGreaterThan(4_750);
    expect(count).toBeLessThan(5_250);
  }
});

test("near texts hash far apart", () => {
  const hashes = Array.from({ length: 10_000 }, (_, index) => hash(`row-${index}`));
  expect(new Set(hashes).size).toBeGreaterThan(9_990);
  const low = hashes.filter((value) => value < 2 ** 31).length;
  expect(low).toBeGreaterThan(4_750);
  expect(low).toBeLessThan(5_250);
});
