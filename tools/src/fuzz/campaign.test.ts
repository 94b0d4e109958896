import { expect, it } from "vitest";
import { watchAllocations } from "./allocations.js";
import { campaign } from "./campaign.js";

it("damaged checkpoints are opened or refused by name, and never take more memory than they have", async () => {
  const { outcomes, largestRatio } = await campaign({ count: 3000, seed: 2 });
  // The damage reaches deep: many causes, and some files survive.
  expect(outcomes.size).toBeGreaterThan(20);
  expect(outcomes.get("opened")).toBeGreaterThan(50);
  expect(largestRatio).toBeLessThanOrEqual(1);
});

it("the same file again has the same outcome", async () => {
  const run = async (): Promise<string> => JSON.stringify([...(await campaign({ count: 40, first: 700 })).outcomes]);
  expect(await run()).toBe(await run());
});

it("sees what is allocated, and refuses what is too large before it happens", () => {
  const allocations = watchAllocations(1000);
  try {
    expect(new Float32Array(100)).toBeInstanceOf(Float32Array);
    expect([allocations.take(), allocations.take()]).toEqual([400, 0]);
    expect(() => new Uint8Array(1001)).toThrow(
      "fuzz: new Uint8Array(1001) asks for 1001 bytes; expected 1000 at most.",
    );
  } finally {
    allocations.stop();
  }
  expect(new Uint8Array(1001).length).toBe(1001);
});
