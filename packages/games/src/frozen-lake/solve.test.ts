import { describe, expect, it } from "vitest";
import { seededRandom } from "../testing/seeded-random.js";
import { neighbour } from "./map.js";
import { solveFrozenLake } from "./solve.js";
import { type FrozenLakeState, GOAL, HOLE } from "./state.js";
import { TURNS } from "./turns.js";
import { frozenLake } from "./world.js";

/** Steps of the shortest way over firm ice, by breadth-first search. */
function shortestWay(state: FrozenLakeState): number {
  const seen = new Set([state.agent]);
  for (let steps = 0, front = [state.agent]; ; steps++) {
    if (front.some((cell) => state.cells[cell] === GOAL)) return steps;
    const next = front.flatMap((cell) => TURNS.map((_, turn) => neighbour(state, cell, turn)));
    front = next.filter((cell) => !seen.has(cell) && state.cells[cell] !== HOLE && seen.add(cell));
  }
}

describe("solveFrozenLake", () => {
  it("knows the best chance on the maps of gymnasium when time does not matter", () => {
    // 14/17 is the solution of the linear equations of the best policy; on 8x8 a policy meets no hole.
    const small = frozenLake().reset(0);
    expect(solveFrozenLake(small, { stepsLeft: 20_000 }).value).toBeCloseTo(14 / 17, 12);
    const large = frozenLake({ map: "8x8" }).reset(0);
    expect(solveFrozenLake(large, { stepsLeft: 20_000 }).value).toBeCloseTo(1, 12);
  });

  it("gives the exact probability for few steps", () => {
    // Every step right goes on with 2/3, as up stays at the edge, and down a hole.
    const state = frozenLake({ map: ["SFG", "HHH"] }).reset(0);
    const firm = { slippery: false };
    expect(solveFrozenLake(state, { stepsLeft: 1 }).value).toBe(0);
    expect(solveFrozenLake(state, { stepsLeft: 2 }).value).toBeCloseTo(1 / 9, 15);
    expect(solveFrozenLake(state, { stepsLeft: 2 }).actionValues[2]).toBeCloseTo(1 / 9, 15);
    expect(solveFrozenLake(state, { stepsLeft: 2, ...firm })).toMatchObject({
      value: 1,
      best: "right",
      expectedSteps: 2,
    });
    expect(solveFrozenLake(state, { stepsLeft: 1, ...firm }).value).toBe(0);
  });

  it("is reached by whoever acts on it", () => {
    const world = frozenLake();
    const episodes = 4_000;
    const bySteps = new Map<number, readonly (typeof TURNS)[number][]>();
    const policy = (stepsLeft: number) => {
      const known = bySteps.get(stepsLeft);
      if (known !== undefined) return known;
      const made = Array.from(
        { length: 16 },
        (_, agent) => solveFrozenLake({ ...world.reset(0), agent }, { stepsLeft }).best!,
      );
      bySteps.set(stepsLeft, made);
      return made;
    };
    let reached = 0;
    let steps = 0;
    for (let seed = 0; seed < episodes; seed++) {
      let state = world.reset(seed);
      while (!world.done(state)) state = world.step(state, policy(100 - state.steps)[state.agent]!).state;
      steps += state.steps;
      if (world.success(state)) reached++;
    }
    const solution = solveFrozenLake(world.reset(0));
    expect(solution.value).toBeCloseTo(0.74419, 5);
    // Five standard deviations of the share are 0.035; steps spread by less than 35.
    expect(Math.abs(reached / episodes - solution.value)).toBeLessThan(0.035);
    expect(Math.abs(steps / episodes - solution.expectedSteps)).toBeLessThan((5 * 35) / Math.sqrt(episodes));
  });

  it("takes the shortest way over firm ice", () => {
    const world = frozenLake({ size: 7, holes: 0.35, slippery: false });
    for (let seed = 0; seed < 50; seed++) {
      let state = world.reset(seed);
      const shortest = shortestWay(state);
      const { value, expectedSteps } = solveFrozenLake(state, { slippery: false });
      expect([value, expectedSteps]).toEqual([1, shortest]);
      while (!world.done(state)) state = world.step(state, solveFrozenLake(state, { slippery: false }).best!).state;
      expect([world.success(state), state.steps]).toEqual([true, shortest]);
    }
  });

  it("values no action above the best", () => {
    const random = seededRandom(2);
    const world = frozenLake({ size: 5, holes: 0.3 });
    for (let seed = 0; seed < 50; seed++) {
      const state = { ...world.reset(seed), agent: Math.floor(random() * 25) };
      const { value, best, actionValues, values } = solveFrozenLake(state);
      expect(values[state.agent]).toBe(value);
      if (best === null) continue;
      expect(Math.max(...actionValues)).toBeCloseTo(value, 11);
      expect(actionValues[TURNS.indexOf(best)]).toBe(value);
    }
  });

  it("has nothing to say where nothing is left to do", () => {
    const state = frozenLake({ map: ["HSG"] }).reset(0);
    expect(solveFrozenLake({ ...state, agent: 2 })).toMatchObject({
      value: 1,
      best: null,
      actionValues: [],
      expectedSteps: 0,
    });
    expect(solveFrozenLake({ ...state, agent: 0 })).toMatchObject({
      value: 0,
      best: null,
      actionValues: [],
      expectedSteps: 0,
    });
    expect(solveFrozenLake(state, { stepsLeft: 0 })).toMatchObject({ value: 0, best: null, actionValues: [] });
    expect(solveFrozenLake({ ...state, steps: 75 })).toMatchObject({ value: 0, best: null });
  });

  it("refuses impossible numbers of steps", () => {
    expect(() => solveFrozenLake(frozenLake().reset(0), { stepsLeft: -1 })).toThrow(
      "games.solveFrozenLake: stepsLeft is -1; expected a whole number from 0. Pass the steps until the episode ends.",
    );
  });
});
