import { describe, expect, it } from "vitest";
import { dirichlet } from "./dirichlet.js";
import { random } from "./random.js";

describe("dirichlet", () => {
  it.each([0.03, 0.3, 1, 5])("has the mean and the variance of Dirichlet(%d)", (alpha) => {
    const draw = random(5);
    const count = 4;
    const samples = 20_000;
    const sums = new Float64Array(count);
    let squares = 0;
    for (let sample = 0; sample < samples; sample++) {
      const shares = dirichlet(alpha, count, draw);
      expect(shares.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
      for (const [index, share] of shares.entries()) sums[index]! += share;
      squares += shares[0]! ** 2;
    }
    // Of each share: mean 1 / k, variance (k − 1) / (k² (kα + 1)).
    const variance = (count - 1) / (count ** 2 * (count * alpha + 1));
    for (const sum of sums) expect(Math.abs(sum / samples - 1 / count)).toBeLessThan(4 * Math.sqrt(variance / samples));
    expect(squares / samples - (sums[0]! / samples) ** 2).toBeCloseTo(variance, 2);
  });

  it("holds for one action and for an alpha whose gammas are less than any number", () => {
    expect([...dirichlet(0.3, 1, random(1))]).toEqual([1]);
    const shares = dirichlet(1e-4, 30, random(1));
    expect(shares.every(Number.isFinite)).toBe(true);
    expect(Math.max(...shares)).toBeGreaterThan(0.999);
  });
});
