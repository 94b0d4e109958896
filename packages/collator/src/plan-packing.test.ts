import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planPacking } from "./plan-packing.js";

/** First-fit-decreasing as the book has it, in n² steps. */
function slowly(lengths: readonly number[], maxTokens: number): number[][] {
  const order = [...lengths.keys()].sort((a, b) => lengths[b]! - lengths[a]! || a - b);
  const rows: { free: number; samples: number[] }[] = [];
  for (const sample of order) {
    let row = rows.find(({ free }) => free >= lengths[sample]!);
    if (!row) {
      row = { free: maxTokens, samples: [] };
      rows.push(row);
    }
    row.free -= lengths[sample]!;
    row.samples.push(sample);
  }
  return rows.map(({ samples }) => samples);
}

const maxTokens = 50;
const lengths = fc.array(fc.integer({ min: 1, max: maxTokens }), { maxLength: 80 });

describe("planPacking", () => {
  it("puts the longest first into the first row with room", () => {
    expect(planPacking([3, 7, 3, 8, 2], { maxTokens: 10 })).toEqual({ rows: [[3, 4], [1, 0], [2]], fillRate: 23 / 30 });
    expect(planPacking([], { maxTokens: 10 })).toEqual({ rows: [], fillRate: 1 });
    expect(planPacking([10], { maxTokens: 10 })).toEqual({ rows: [[0]], fillRate: 1 });
  });

  it("is first-fit-decreasing: every sample once, no row too full, equal lengths in order", () => {
    fc.assert(
      fc.property(lengths, (values) => {
        const { rows, fillRate } = planPacking(values, { maxTokens });
        expect(rows).toEqual(slowly(values, maxTokens));
        expect(rows.flat().sort((a, b) => a - b)).toEqual([...values.keys()]);
        const sums = rows.map((row) => row.reduce((sum, sample) => sum + values[sample]!, 0));
        expect(Math.max(0, ...sums)).toBeLessThanOrEqual(maxTokens);
        if (rows.length > 0) expect(fillRate).toBeCloseTo(sums.reduce((a, b) => a + b) / (rows.length * maxTokens), 12);
      }),
    );
  });

  it("takes at most 11/9 of the rows of any packing, and 6/9 of a row", () => {
    // Rows that are known to be enough: each is filled with samples, and then all are mixed.
    const row = fc.array(fc.integer({ min: 1, max: maxTokens }), { minLength: 1, maxLength: 12 }).map((values) => {
      let free = maxTokens;
      return values.filter((value) => {
        if (value > free) return false;
        free -= value;
        return true;
      });
    });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 40 }), (known) => {
        const { rows } = planPacking(known.flat(), { maxTokens });
        expect(rows.length).toBeLessThanOrEqual((11 * known.length + 6) / 9);
      }),
    );
  });

  it("fills rows of 2,048 tokens to 95 % with the demo's samples", () => {
    const file = new URL("../fixtures/demo-lengths.json", import.meta.url);
    const demo = JSON.parse(readFileSync(file, "utf8")) as readonly number[];
    const { rows, fillRate } = planPacking(demo, { maxTokens: 2048 });
    expect([demo.length, rows.length]).toEqual([1530, 180]);
    expect(fillRate).toBeGreaterThan(0.95);
  });

  it.each([
    [[1, 11], 10, "lengths[1] is 11; expected 1 to maxTokens 10. Drop or split the sample with fitSamples."],
    [[0], 10, "lengths[0] is 0; expected 1 to maxTokens 10. Drop or split the sample with fitSamples."],
    [[1.5], 10, "lengths[0] is 1.5; expected 1 to maxTokens 10. Drop or split the sample with fitSamples."],
    [[1], 0, "maxTokens is 0; expected a positive integer. Say how many tokens a row may have."],
    [[1], 2.5, "maxTokens is 2.5; expected a positive integer. Say how many tokens a row may have."],
  ])("refuses %j in %d", (values, size, message) => {
    expect(() => planPacking(values, { maxTokens: size })).toThrow(`collator.planPacking: ${message}`);
  });
});
