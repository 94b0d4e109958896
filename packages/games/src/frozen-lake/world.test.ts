import { describe, expect, it } from "vitest";
import { writeEpisode } from "../testing/episode.test.kit.js";
import { checkWorld } from "../testing.js";
import { decodeFrozenLake, encodeFrozenLake } from "./encoding.js";
import { isSolvable, neighbour } from "./map.js";
import type { FrozenLakeOptions } from "./options.js";
import { GOAL, HOLE } from "./state.js";
import { TURNS } from "./turns.js";
import { frozenLake } from "./world.js";

describe("frozenLake", () => {
  const worlds: readonly FrozenLakeOptions[] = [
    {},
    { map: "8x8", slippery: false },
    { size: 5, holes: 0.4 },
    { map: ["SHG", "FFF"], maxSteps: 3 },
  ];
  it.each(worlds)("keeps the laws of a world with %j", (options) => {
    checkWorld(frozenLake(options), { seed: 1, episodes: 10, encode: encodeFrozenLake, decode: decodeFrozenLake });
  });

  it("plays known episodes", async () => {
    const sure = frozenLake({ slippery: false });
    const across = ["down", " DOWN\n", "right", "jump", "Right", "down", "right"];
    await expect(writeEpisode(sure, { actions: across })).toMatchFileSnapshot("../../fixtures/frozen-lake.txt");
    const slippery = frozenLake({ size: 5, holes: 0.3 });
    const east = Array.from({ length: 12 }, () => "right");
    await expect(writeEpisode(slippery, { seed: 7, actions: east })).toMatchFileSnapshot(
      "../../fixtures/frozen-lake-slippery.txt",
    );
  });

  it("goes where it is meant to on firm ice, and stays at the edge", () => {
    const world = frozenLake({ map: ["SFF", "FFF", "FFG"], slippery: false });
    const after = (...actions: readonly ("left" | "down" | "right" | "up")[]) =>
      actions.reduce((state, action) => world.step(state, action).state, world.reset(0)).agent;
    expect(TURNS.map((turn) => after("down", "right", turn))).toEqual([3, 7, 5, 1]);
    expect(TURNS.map((turn) => after(turn))).toEqual([0, 3, 1, 0]);
    expect(after("down", "down", "down")).toBe(6);
    expect(after("right", "right", "right")).toBe(2);
  });

  it("slips to either side a third of the time, and never back", () => {
    const world = frozenLake({ map: ["SFF", "FFF", "FFG"] });
    const times = 6_000;
    for (const [meant, action] of TURNS.entries()) {
      const counts = new Map<number, number>();
      for (let seed = 0; seed < times; seed++) {
        const { agent } = world.step({ ...world.reset(seed), agent: 4 }, action).state;
        counts.set(agent, (counts.get(agent) ?? 0) + 1);
      }
      const sides = [meant + 3, meant, meant + 1].map((turn) => neighbour(world.reset(0), 4, turn % 4));
      expect([...counts.keys()].toSorted()).toEqual(sides.toSorted());
      // Five standard deviations of a third of 6,000 are 183.
      for (const count of counts.values()) expect(Math.abs(count - times / 3)).toBeLessThan(183);
    }
  });

  it("slips independently from step to step", () => {
    const world = frozenLake({ map: ["SFF", "FFF", "FFG"] });
    const pairs = new Map<string, number>();
    for (let seed = 0; seed < 9_000; seed++) {
      const first = world.step({ ...world.reset(seed), agent: 4 }, "up").state;
      const second = world.step({ ...first, agent: 4 }, "up").state;
      const pair = `${first.agent} ${second.agent}`;
      pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
    }
    // Five standard deviations of a ninth of 9,000 are 149.
    expect(pairs.size).toBe(9);
    for (const count of pairs.values()) expect(Math.abs(count - 1_000)).toBeLessThan(149);
  });

  it("rewards the goal alone, and ends there, in a hole and after the last step", () => {
    const world = frozenLake({ map: ["HSG"], slippery: false, maxSteps: 2 });
    const start = world.reset(0);
    const goal = world.step(start, "right");
    expect([goal.reward, goal.done, world.success(goal.state), world.observe(goal.state)]).toEqual([
      1,
      true,
      true,
      "O _ √",
    ]);
    const hole = world.step(start, "left");
    expect([hole.reward, hole.done, world.success(hole.state), world.observe(hole.state)]).toEqual([
      0,
      true,
      false,
      "X _ G",
    ]);
    const late = world.step(world.step(start, "up").state, "up");
    expect([late.reward, late.done, world.success(late.state), world.observe(late.state)]).toEqual([
      0,
      true,
      false,
      "O P G",
    ]);
  });

  it("ends episodes as gymnasium does, after 100 steps on 4x4 and 200 on 8x8", () => {
    for (const [map, steps] of [["4x4", 100] as const, ["8x8", 200] as const]) {
      const world = frozenLake({ map, slippery: false });
      expect(world.done({ ...world.reset(0), steps: steps - 1 })).toBe(false);
      expect(world.done({ ...world.reset(0), steps })).toBe(true);
    }
  });

  it("makes one random lake for a seed, another for another, all with a way to the goal", () => {
    const world = frozenLake({ size: 6, holes: 0.3 });
    const lakes = Array.from({ length: 200 }, (_, seed) => world.reset(seed));
    expect(new Set(lakes.map((lake) => lake.cells.join(""))).size).toBe(200);
    expect(lakes.every(isSolvable)).toBe(true);
    const inner = 200 * 34;
    const holes = lakes.reduce((sum, lake) => sum + lake.cells.filter((code) => code === HOLE).length, 0);
    // Some of the 0.3 are left out for the way; five standard deviations are 0.028.
    expect(holes / inner).toBeGreaterThan(0.24);
    expect(holes / inner).toBeLessThan(0.328);
  });

  it("leaves one way through where all may be holes", () => {
    const state = frozenLake({ size: 12, holes: 1 }).reset(5);
    expect(isSolvable(state)).toBe(true);
    for (let cell = 1; cell < state.cells.length - 1; cell++) {
      if (state.cells[cell] === HOLE || state.cells[cell] === GOAL) continue;
      const cells = state.cells.slice();
      cells[cell] = HOLE;
      expect(isSolvable({ ...state, cells })).toBe(false);
    }
  });

  const refused: readonly [FrozenLakeOptions, string][] = [
    [{ map: [] }, "the map has 0 rows and 0 columns; expected 1 to 100 of each"],
    [{ map: ["SF", "G"] }, "the map has 1 cells in row 1; expected 2 as in row 0"],
    [{ map: ["SF", "XG"] }, 'the map has "X" in row 1, column 0; expected S, F, H or G'],
    [{ map: ["FF", "FG"] }, "the map has 0 starts; expected one S"],
    [{ map: ["SS", "FG"] }, "the map has 2 starts; expected one S"],
    [{ map: ["SF", "FF"] }, "the map has no goal; expected at least one G"],
    [{ map: ["SH", "HG"] }, "the map has no way to the goal; expected one that meets no hole"],
    [{ map: "5x5" as "4x4" }, 'no map is named "5x5"; expected 4x4, 8x8 or rows'],
    [{ map: "4x4", size: 4 }, "a map and the size or holes of random lakes; expected one or the other"],
    [{ size: 1 }, "size is 1; expected a whole number from 2 to 100"],
    [{ size: 101 }, "size is 101"],
    [{ holes: 1.5 }, "holes is 1.5; expected a share from 0 to 1"],
    [{ holes: Number.NaN }, "holes is NaN"],
    [{ maxSteps: 0 }, "maxSteps is 0; expected a whole number above 0"],
  ];
  it.each(refused)("refuses %j", (options, problem) => {
    expect(() => frozenLake(options)).toThrow(`games.frozenLake: ${problem}`);
    expect(() => frozenLake(options)).toThrow(". Mend the options.");
  });

  it("throws on an illegal action and on an impossible seed", () => {
    const world = frozenLake({ map: ["SG"], slippery: false });
    const start = world.reset(0);
    expect(() => world.step(start, "over" as "up")).toThrow(
      'games.frozenLake.step: action "over" is illegal in this state; expected one of: left, down, right, up. Take an action from actions(state).',
    );
    expect(() => world.step(world.step(start, "right").state, "up")).toThrow(
      "expected one of: none, as the episode is over.",
    );
    for (const seed of [-1, 0.5, 2 ** 32, Number.NaN]) {
      expect(() => world.reset(seed)).toThrow(
        `games.frozenLake.reset: the seed is ${seed}; expected a whole number from 0 to 2^32 - 1. Pass another seed.`,
      );
    }
  });
});

describe("encodeFrozenLake and decodeFrozenLake", () => {
  it("write a state in one line", () => {
    const state = { ...frozenLake({ map: ["SFF", "FHG"] }).reset(0), agent: 2, steps: 3, chance: 9 };
    expect(encodeFrozenLake(state)).toBe("SFF/FHG 2 3 9");
    expect(decodeFrozenLake("SFF/FHG 2 3 9")).toEqual(state);
  });

  it.each([
    "",
    "SFF/FHG 2 3",
    "SFF/FHG 6 3 9",
    "SFF/FHG 2 3 4294967296",
    "SFF/FHG 02 3 9",
    "SHF/FHG 0 0 0",
    "SFF/FG 0 0 0",
  ])("decode %j as null", (text) => {
    expect(decodeFrozenLake(text)).toBeNull();
  });
});
