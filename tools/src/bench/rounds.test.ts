import { expect, it } from "vitest";
import { alternate, type Contender } from "./rounds.js";

interface Turn {
  readonly name: string;
  readonly first: number;
  readonly repeat: number;
}

/** Contenders on a clock of their own, and who did what in which order. */
function contenders(secondsByName: Readonly<Record<string, (call: number) => number>>): {
  readonly sides: readonly Contender[];
  readonly turns: readonly Turn[];
} {
  const turns: Turn[] = [];
  const sides = Object.entries(secondsByName).map(
    ([name, seconds]): Contender => ({
      name,
      async time(first, repeat) {
        turns.push({ name, first, repeat });
        return Array.from({ length: repeat }, (_, index) => seconds(first + index));
      },
      output: async () => ({}),
    }),
  );
  return { sides, turns };
}

it("gives every side the same calls, in turns whose order alternates", async () => {
  const { sides, turns } = contenders({ ours: () => 0.01, rival: () => 0.02 });
  const told: number[] = [];
  const result = await alternate(sides, {
    rounds: 3,
    warmUpCalls: 4,
    turnSeconds: 0.05,
    onTurn: (count) => told.push(count),
  });
  // 0.05 s of calls of 0.02 s.
  expect(result.callsPerTurn).toBe(3);
  expect(turns).toEqual([
    { name: "ours", first: 0, repeat: 4 },
    { name: "rival", first: 0, repeat: 4 },
    { name: "ours", first: 4, repeat: 3 },
    { name: "rival", first: 4, repeat: 3 },
    { name: "rival", first: 7, repeat: 3 },
    { name: "ours", first: 7, repeat: 3 },
    { name: "ours", first: 10, repeat: 3 },
    { name: "rival", first: 10, repeat: 3 },
  ]);
  expect(told).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
});

it("takes the median of a turn, so that one interrupted call does not count", async () => {
  const { sides } = contenders({ ours: (call) => (call === 3 ? 9 : 0.02) });
  const { seconds } = await alternate(sides, { rounds: 2, warmUpCalls: 2, turnSeconds: 0.05 });
  expect(seconds).toEqual([[0.02, 0.02]]);
});

it("makes one call a turn of what is slow, and fifty at most of what is quick", async () => {
  const slow = await alternate(contenders({ ours: () => 1e-9, rival: () => 2 }).sides, { rounds: 1, warmUpCalls: 1 });
  expect(slow.callsPerTurn).toBe(1);
  const quick = await alternate(contenders({ ours: () => 1e-9 }).sides, { rounds: 1, warmUpCalls: 1 });
  expect(quick.callsPerTurn).toBe(50);
});
