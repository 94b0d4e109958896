import * as fc from "fast-check";
import { expect, test } from "vitest";
import { microSteps, stepsPerEpoch } from "./position.js";

test("801 batches by 4 make 201 steps an epoch, as in transformers' Trainer", () => {
  const pace = { epochLength: 801, gradientAccumulationSteps: 4 };
  expect(stepsPerEpoch(pace)).toBe(201);
  expect(microSteps(200, pace)).toEqual({ first: 800, end: 801 });
  expect(microSteps(201, pace)).toEqual({ first: 801, end: 805 });
});

test("steps cover every micro-step once, and none crosses an epoch", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 9 }), (epochLength, accumulation) => {
      const pace = { epochLength, gradientAccumulationSteps: accumulation };
      let next = 0;
      for (let done = 0; done < 3 * stepsPerEpoch(pace); done++) {
        const { first, end } = microSteps(done, pace);
        expect(first).toBe(next);
        expect(end - first).toBeGreaterThan(0);
        expect(end - first).toBeLessThanOrEqual(accumulation);
        expect(Math.floor((end - 1) / epochLength)).toBe(Math.floor(first / epochLength));
        next = end;
      }
      expect(next).toBe(3 * epochLength);
    }),
  );
});
