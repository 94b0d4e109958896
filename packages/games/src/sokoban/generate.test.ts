import { describe, expect, it } from "vitest";
import { seededRandom } from "../testing/seeded-random.js";
import { type GeneratedLevel, generateLevel } from "./generate.js";
import { readSokoban, writeSokoban } from "./level.js";
import { boxesOnTargets, isSolved, move } from "./rules.js";
import { solveSokoban } from "./solve.js";
import { TARGET } from "./state.js";
import { sokoban } from "./world.js";

const shapes: readonly [number, number, number, number][] = [
  [5, 5, 1, 60],
  [6, 6, 1, 60],
  [6, 6, 2, 60],
  [7, 7, 2, 80],
  [5, 12, 3, 30],
  [8, 8, 3, 20],
  [10, 10, 3, 5],
];

describe("generateLevel", () => {
  it.each(shapes)(
    "makes levels of %i by %i cells with %i boxes that can be solved, %i of them",
    (rows, columns, boxes, count) => {
      const longest = 120;
      const world = sokoban({ rows, columns, boxes, maxSteps: longest });
      for (let seed = 0; seed < count; seed++) {
        const { state, solution } = generateLevel(
          { rows, columns, boxes, longest },
          seededRandom(seed),
        ) as GeneratedLevel;
        expect(state).toEqual(world.reset(seed));
        expect([state.rows, state.columns, state.steps, boxesOnTargets(state)]).toEqual([rows, columns, 0, 0]);
        expect(state.boxes.reduce((sum, box) => sum + box, 0)).toBe(boxes);
        expect(state.cells.filter((code) => code === TARGET)).toHaveLength(boxes);
        expect(readSokoban(writeSokoban(state)).state).toEqual(state);
        expect(solution.length).toBeLessThanOrEqual(longest);
        expect(isSolved(solution.reduce(move, state))).toBe(true);
        const { outcome, moves } = solveSokoban(state);
        expect(outcome).toBe("solved");
        expect(moves!.length).toBeLessThanOrEqual(solution.length);
        let after = state;
        let returned = 0;
        for (const action of moves!) {
          expect(world.done(after)).toBe(false);
          const step = world.step(after, action);
          after = step.state;
          returned += step.reward;
        }
        expect([world.done(after), world.success(after)]).toEqual([true, true]);
        expect(returned).toBeCloseTo(10 + boxes - 0.1 * moves!.length, 9);
      }
    },
  );

  it("finds a level for every seed with as many boxes as are allowed", () => {
    for (const [rows, columns] of [
      [5, 5],
      [5, 8],
      [6, 6],
      [7, 7],
      [9, 9],
    ] as const) {
      const boxes = Math.floor(((rows - 2) * (columns - 2)) / 8);
      for (let seed = 0; seed < 25; seed++) {
        expect(generateLevel({ rows, columns, boxes, longest: 120 }, seededRandom(seed))).not.toBeNull();
      }
    }
  });

  it("stays within as many moves as there are", () => {
    for (let seed = 0; seed < 50; seed++) {
      const level = generateLevel({ rows: 6, columns: 6, boxes: 1, longest: 4 }, seededRandom(seed));
      if (level !== null) expect(level.solution.length).toBeLessThanOrEqual(4);
    }
  });
});
