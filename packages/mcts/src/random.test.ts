import { describe, expect, it } from "vitest";
import { random } from "./random.js";

const take = (seed: number, stream = 0, count = 4): number[] => {
  const next = random(seed, stream);
  return Array.from({ length: count }, next);
};

describe("random", () => {
  it("is decided by seed and stream", () => {
    expect(take(7, 3)).toEqual(take(7, 3));
    const firsts = [take(0), take(1), take(-1), take(2 ** 32), take(2 ** 40), take(0, 1), take(0, -1)].map(String);
    expect(new Set(firsts).size).toBe(firsts.length);
  });

  it("is uniform in [0, 1)", () => {
    const bins = new Float64Array(16);
    const pairs = new Float64Array(16);
    const next = random(11);
    let last = next();
    const count = 160_000;
    for (let draw = 0; draw < count; draw++) {
      const value = next();
      bins[Math.floor(value * 16)]!++;
      pairs[4 * Math.floor(last * 4) + Math.floor(value * 4)]!++;
      last = value;
    }
    // Chi-square with 15 degrees of freedom: 44.3 is passed once in 10,000 seeds.
    const chiSquare = (counts: Float64Array): number =>
      counts.reduce((sum, found) => sum + (found - count / 16) ** 2 / (count / 16), 0);
    expect(chiSquare(bins)).toBeLessThan(44.3);
    expect(chiSquare(pairs)).toBeLessThan(44.3);
    expect(bins.reduce((sum, found) => sum + found)).toBe(count);
  });

  it("wants a safe integer for a seed", () => {
    expect(() => random(0.5)).toThrow(
      "mcts.random: seed is 0.5; expected a safe integer. Round it, or hash what it stands for.",
    );
    expect(() => random(2 ** 53)).toThrow("mcts.random: seed is 9007199254740992");
  });
});
