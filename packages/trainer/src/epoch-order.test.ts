import * as fc from "fast-check";
import { expect, test } from "vitest";
import { shuffledBatches } from "./batch-source.js";
import { batchOf } from "./bigram.test.model.js";
import { epochOrder } from "./epoch-order.js";

test("an order holds every index once, and depends on seed and epoch alone", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 300 }), fc.integer(), fc.nat(1000), (length, seed, epoch) => {
      const order = epochOrder(length, { seed, epoch });
      expect([...order].sort((a, b) => a - b)).toEqual([...Array(length).keys()]);
      expect(epochOrder(length, { seed, epoch })).toEqual(order);
    }),
  );
});

test("epochs and seeds differ, every element comes first about equally often", () => {
  const first = new Float64Array(8);
  const orders = new Set<string>();
  for (let epoch = 0; epoch < 8000; epoch++) {
    const order = epochOrder(8, { seed: 1, epoch });
    first[order[0]!]! += 1;
    orders.add(order.join());
  }
  // Of 40320 orders, 8000 draws see about 7258; five standard deviations are below 200.
  expect(orders.size).toBeGreaterThan(7000);
  for (const count of first) expect(Math.abs(count - 1000)).toBeLessThan(150);
  expect(epochOrder(50, { seed: 1, epoch: 0 })).not.toEqual(epochOrder(50, { seed: 2, epoch: 0 }));
});

test("shuffled batches hold every sample once an epoch, at any position asked for", async () => {
  const asked: (readonly number[])[] = [];
  const batches = shuffledBatches(
    7,
    (indices, epoch) => {
      asked.push(indices);
      return batchOf(indices.map((i) => [i, epoch]));
    },
    { batchSize: 3, seed: 4 },
  );
  expect(batches.epochLength).toBe(3);
  for (const microStep of [0, 1, 2, 5, 4, 3]) await batches.at(microStep);
  expect(asked.map((indices) => indices.length)).toEqual([3, 3, 1, 1, 3, 3]);
  const [first, second] = [asked.slice(0, 3).flat(), asked.slice(3).flat()];
  expect(first.toSorted()).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect(second.toSorted()).toEqual([0, 1, 2, 3, 4, 5, 6]);
  await batches.at(0);
  expect(asked.at(-1)).toEqual(asked[0]);
});

test("refuses an empty set and a batch of nothing", () => {
  const make = (): never => expect.unreachable();
  expect(() => shuffledBatches(0, make, { batchSize: 1 })).toThrow(
    "trainer.shuffledBatches: length is 0; expected at least one sample. Add samples.",
  );
  expect(() => shuffledBatches(1, make, { batchSize: 0.5 })).toThrow(
    "trainer.shuffledBatches: batchSize is 0.5; expected a positive integer. Set it to 1 or more.",
  );
});
