import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { splitByGroup } from "./index.js";

interface Position {
  readonly game: number;
  readonly key: string;
}

const positions = fc.array(fc.record({ game: fc.nat({ max: 30 }), key: fc.integer({ min: 0, max: 40 }).map(String) }), {
  maxLength: 80,
});
const by = { group: (row: Position) => row.game, key: (row: Position) => row.key };
const fractions = { train: 0.7, eval: 0.2, test: 0.1 };

describe("splitByGroup", () => {
  it("keeps each group in one split, no key on both sides, and every row somewhere", () => {
    fc.assert(
      fc.property(positions, fc.integer(), (rows, seed) => {
        const { splits, dropped } = splitByGroup(rows, { ...by, fractions, seed });
        const held = new Set([...splits.eval!, ...splits.test!].map(by.key));
        expect(splits.train!.filter((row) => held.has(row.key))).toEqual([]);
        expect(dropped.filter((row) => !held.has(row.key))).toEqual([]);
        const sides = Object.entries({ ...splits, train: [...splits.train!, ...dropped] });
        for (const [name, side] of sides)
          for (const [other, rest] of sides)
            if (name !== other) expect(side.some(({ game }) => rest.some((row) => row.game === game))).toBe(false);
        expect(sides.flatMap(([, side]) => side)).toHaveLength(rows.length);
        for (const split of Object.values(splits)) expect(split).toEqual(rows.filter((row) => split.includes(row)));
      }),
    );
  });

  it("moves no row between splits when rows are added", () => {
    fc.assert(
      fc.property(positions, positions, fc.integer(), (rows, more, seed) => {
        const before = splitByGroup(rows, { ...by, fractions, seed });
        const after = splitByGroup([...more, ...rows], { ...by, fractions, seed });
        for (const name of ["eval", "test"])
          for (const row of before.splits[name]!) expect(after.splits[name]).toContain(row);
        for (const row of [...before.splits.train!, ...before.dropped])
          expect([...after.splits.train!, ...after.dropped]).toContain(row);
      }),
    );
  });

  it("gives every split about its share of many groups, differently for each seed", () => {
    const rows = Array.from({ length: 20_000 }, (_, game) => ({ game, key: String(game) }));
    for (const seed of [0, 1, 2]) {
      const { splits } = splitByGroup(rows, { ...by, fractions, seed });
      for (const [name, share] of Object.entries(fractions))
        expect(splits[name]!.length / 20_000).toBeCloseTo(share, 1.8);
    }
    const games = (seed: number) => splitByGroup(rows, { ...by, fractions, seed }).splits.test!.map(({ game }) => game);
    expect(games(1)).not.toEqual(games(2));
  });

  it("is the same on every machine: hashes pinned", () => {
    const rows = Array.from({ length: 40 }, (_, game) => ({ game, key: String(game) }));
    const { splits } = splitByGroup(rows, { ...by, fractions: { train: 0.8, eval: 0.2 }, seed: 7 });
    expect(splits.eval!.map(({ game }) => game)).toEqual([6, 7, 9, 15, 18, 25, 29, 30, 39]);
  });

  it("splits by lists of groups, text or number, and gives training the rest", () => {
    const rows = [1, 2, 3, 4].map((game) => ({ game, key: String(game % 3) }));
    const { splits, dropped } = splitByGroup(rows, { ...by, fractions: { eval: [4], test: ["2"] } });
    expect(splits).toEqual({ train: [rows[2]], eval: [rows[3]], test: [rows[1]] });
    expect(dropped).toEqual([rows[0]]);
  });

  it("makes the split of seed 001: users 11–73 to train on, 74–83 to validate, 1–10 to test, kept as rows are added", () => {
    const users = (first: number, last: number) =>
      Array.from({ length: last - first + 1 }, (_, index) => first + index);
    const fractions = { train: users(11, 73), validation: users(74, 83), test: users(1, 10) };
    const moves = (perUser: number) =>
      users(1, 83).flatMap((user) =>
        Array.from({ length: perUser }, (_, move) => ({ user, key: move === 0 ? "start" : `${user}/${move}` })),
      );
    const split = (perUser: number) =>
      splitByGroup(moves(perUser), { group: ({ user }) => user, key: ({ key }) => key, fractions });
    const { splits, dropped } = split(3);
    const usersOf = (name: string) => [...new Set(splits[name]!.map(({ user }) => user))];
    expect(usersOf("train")).toEqual(users(11, 73));
    expect(usersOf("validation")).toEqual(users(74, 83));
    expect(usersOf("test")).toEqual(users(1, 10));
    // Everyone starts from the same position: it stays where it is judged.
    expect(dropped).toEqual(users(11, 73).map((user) => ({ user, key: "start" })));
    for (const name of Object.keys(fractions))
      expect(split(5).splits[name]).toEqual(expect.arrayContaining([...splits[name]!]));
  });

  it("lets another split give way", () => {
    const rows = [
      { game: 1, key: "a" },
      { game: 2, key: "a" },
    ];
    const { splits, dropped } = splitByGroup(rows, { ...by, fractions: { fit: [1], held: [2] }, train: "fit" });
    expect(splits).toEqual({ fit: [], held: [rows[1]] });
    expect(dropped).toEqual([rows[0]]);
  });

  it("keeps its own row when the same key stands twice in training", () => {
    const rows = [
      { game: 1, key: "a" },
      { game: 1, key: "a" },
    ];
    expect(splitByGroup(rows, { ...by, fractions: { eval: [2] } })).toEqual({
      splits: { train: rows, eval: [] },
      dropped: [],
    });
  });

  it.each([
    [{ train: 0.5, eval: 0.4 }, "which add up to 0.9"],
    [{ train: 1.5, eval: -0.5 }, "which add up to 1"],
    [{ fit: 0.5, eval: 0.5 }, "which add up to 1"],
  ])("refuses the fractions %j", (wrong, message) => {
    expect(() => splitByGroup([], { ...by, fractions: wrong })).toThrow(
      `dataset.splitByGroup: fractions are ${JSON.stringify(wrong)}, ${message}; expected shares that are not negative, one of them train, that add up to 1. Change the fractions.`,
    );
  });

  it("refuses a group in two lists, and one in none where training is listed", () => {
    expect(() => splitByGroup([], { ...by, fractions: { eval: [1, 2], test: [2] } })).toThrow(
      "dataset.splitByGroup: group 2 is listed in eval and in test; expected each group in one split. Remove it from one.",
    );
    expect(() => splitByGroup([{ game: 9, key: "" }], { ...by, fractions: { train: [1], eval: [2] } })).toThrow(
      "dataset.splitByGroup: group 9 is in no list; the lists name 1, 2. List it, or leave train out to give it the rest.",
    );
  });
});
