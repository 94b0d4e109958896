import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Order, packed, shuffled } from "./plan.js";

/** Turned by seed and epoch: a permutation that shows where it comes from. */
const turned: Order = (length, { seed, epoch }) => Array.from({ length }, (_, i) => (i + seed + epoch) % length);

describe("shuffled", () => {
  it("takes every sample once an epoch, in the order of seed and epoch", () => {
    const plan = shuffled(5, { batchSize: 2, seed: 1, order: turned });
    expect(plan.epochLength).toBe(3);
    expect([0, 1, 2, 3].map((microStep) => plan.at(microStep))).toEqual([
      { rows: [1, 2], epoch: 0 },
      { rows: [3, 4], epoch: 0 },
      { rows: [0], epoch: 0 },
      { rows: [2, 3], epoch: 1 },
    ]);
  });

  it("is a pure function of the position", () => {
    const sizes = { length: fc.integer({ min: 1, max: 20 }), batchSize: fc.integer({ min: 1, max: 25 }) };
    const positions = fc.array(fc.nat(60), { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(fc.record(sizes), fc.integer(), positions, ({ length, batchSize }, number, asked) => {
        const options = { batchSize, seed: Math.abs(number % 97), order: turned };
        const used = shuffled(length, options);
        for (const microStep of asked) {
          expect(used.at(microStep)).toEqual(shuffled(length, options).at(microStep));
        }
        const epoch = Array.from({ length: used.epochLength }, (_, i) => used.at(3 * used.epochLength + i));
        expect(epoch.flatMap(({ rows }) => rows).sort((a, b) => a - b)).toEqual([...Array(length).keys()]);
        expect(new Set(epoch.map((batch) => batch.epoch))).toEqual(new Set([3]));
      }),
    );
  });

  it("refuses sizes and orders that are none", () => {
    expect(() => shuffled(0, { batchSize: 1, order: turned })).toThrow(
      "collator.shuffled: length is 0; expected a positive integer. Set it to 1 or more, and add samples if there are none.",
    );
    expect(() => shuffled(3, { batchSize: 0.5, order: turned })).toThrow(
      "collator.shuffled: batchSize is 0.5; expected a positive integer. Set it to 1 or more, and add samples if there are none.",
    );
    expect(() => shuffled(3, { batchSize: 1, order: () => [0, 0, 3] }).at(0)).toThrow(
      "collator.shuffled: order gave 3 indices for epoch 0, 1 of them different and below 3; expected a permutation of 0 … 2. Pass epochOrder of @vlm/trainer.",
    );
  });
});

describe("packed", () => {
  it("shuffles rows and keeps what they hold", () => {
    const plan = packed([[4, 0], [1], [2, 3]], { rowsPerBatch: 2, seed: 2, order: turned });
    expect(plan.epochLength).toBe(2);
    expect(plan.at(0)).toEqual({
      rows: [
        [2, 3],
        [4, 0],
      ],
      epoch: 0,
    });
    expect(plan.at(1)).toEqual({ rows: [[1]], epoch: 0 });
    expect(plan.at(3)).toEqual({ rows: [[2, 3]], epoch: 1 });
  });

  it("refuses no rows", () => {
    expect(() => packed([], { rowsPerBatch: 2, order: turned })).toThrow(
      "collator.packed: rows.length is 0; expected a positive integer. Set it to 1 or more, and add samples if there are none.",
    );
    expect(() => packed([[0]], { rowsPerBatch: 0, order: turned })).toThrow("collator.packed: rowsPerBatch is 0;");
  });
});
