import { describe, expect, it } from "vitest";
import { seededRandom } from "../testing/seeded-random.js";
import { fewestMoves } from "./brute-force.test.kit.js";
import { isDeadlocked } from "./deadlock.js";
import { generateLevel } from "./generate.js";
import { readSokoban } from "./level.js";
import { isSolved, move, sokobanMoves } from "./rules.js";
import { solveSokoban } from "./solve.js";
import type { SokobanState } from "./state.js";

const stateOf = (...rows: readonly string[]): SokobanState => readSokoban(rows.join("\n")).state!;

/** States met by acting at random in small levels, many of them past saving. */
function* randomStates(count: number, seed: number): Generator<SokobanState> {
  const random = seededRandom(seed);
  for (let made = 0; made < count; made++) {
    const boxes = 1 + Math.floor(random() * 2);
    let { state } = generateLevel({ rows: 6, columns: 6, boxes, longest: 100 }, random)!;
    for (let steps = Math.floor(random() * 40); steps > 0 && !isSolved(state); steps--) {
      const moves = sokobanMoves(state);
      state = move(state, moves[Math.floor(random() * moves.length)]!);
    }
    yield state;
  }
}

describe("solveSokoban", () => {
  it("finds the fewest moves, or that there are none, as trying everything does", () => {
    let solved = 0;
    let unsolvable = 0;
    for (const state of randomStates(60, 3)) {
      const fewest = fewestMoves(state);
      const { outcome, moves } = solveSokoban(state);
      expect([outcome, moves?.length ?? null]).toEqual([fewest === null ? "unsolvable" : "solved", fewest]);
      if (fewest === null) unsolvable++;
      else solved++;
    }
    expect(solved).toBeGreaterThan(10);
    expect(unsolvable).toBeGreaterThan(10);
  });

  it("counts walking and pushing", () => {
    const { moves, pushes } = solveSokoban(stateOf("#######", "#.  $ #", "#    @#", "#######"));
    expect(moves).toEqual(["up", "left", "left", "left"]);
    expect(pushes).toBe(3);
  });

  it("goes around a box to push it elsewhere", () => {
    const state = stateOf("######", "#@   #", "# $  #", "#   .#", "######");
    const { moves, pushes } = solveSokoban(state);
    expect(moves).toHaveLength(fewestMoves(state)!);
    expect(pushes).toBe(3);
    expect(isSolved(moves!.reduce(move, state))).toBe(true);
  });

  it("has nothing to do in a solved level", () => {
    expect(solveSokoban(stateOf("#####", "#@ *#", "#####"))).toEqual({ outcome: "solved", moves: [], pushes: 0 });
  });

  it("proves a level unsolvable that no box gives away alone", () => {
    // In a corridor the player cannot get between the boxes, and one box does not push another.
    const state = stateOf("#########", "#@$ $ ..#", "#########");
    expect(isDeadlocked(state)).toBe(false);
    expect([solveSokoban(state).outcome, fewestMoves(state)]).toEqual(["unsolvable", null]);
  });

  it("says that it does not know when the limit comes first", () => {
    const state = stateOf("######", "#@   #", "# $  #", "#   .#", "######");
    expect(solveSokoban(state, { limit: 3 })).toEqual({ outcome: "unknown", moves: null, pushes: null });
    expect(() => solveSokoban(state, { limit: 0 })).toThrow(
      "games.solveSokoban: limit is 0; expected a whole number above 0. Pass how many positions to keep.",
    );
  });
});

describe("isDeadlocked", () => {
  it("is true only where trying everything finds no solution", () => {
    let found = 0;
    for (const state of randomStates(100, 4)) {
      if (!isDeadlocked(state)) continue;
      found++;
      expect(fewestMoves(state)).toBeNull();
    }
    expect(found).toBeGreaterThan(20);
  });

  const cases: readonly [string, readonly string[], boolean][] = [
    ["a box in a corner", ["#####", "#@ .#", "#$  #", "#####"], true],
    ["a box in a corner on its target", ["######", "#@ $.#", "#*   #", "######"], false],
    ["a box at a wall without a target", ["######", "#@$  #", "#   .#", "######"], true],
    ["a box at a wall with one", ["######", "#@$ .#", "#    #", "######"], false],
    ["four boxes in a square", ["########", "#@     #", "#  $$  #", "#  $$  #", "#. . ..#", "########"], true],
    [
      "four boxes in a square on targets",
      ["########", "#@     #", "#  **  #", "#  **  #", "#  $ . #", "########"],
      false,
    ],
    ["two boxes side by side at a wall", ["#######", "#@ $$ #", "#     #", "# . . #", "#######"], true],
    ["two boxes side by side in the open", ["#######", "#@    #", "# $$  #", "#  .. #", "#######"], false],
    ["boxes that free each other", ["########", "#@     #", "#  $$  #", "#   $  #", "# . . .#", "########"], false],
  ];
  it.each(cases)("knows %s", (_, rows, expected) => {
    expect(isDeadlocked(stateOf(...rows))).toBe(expected);
  });
});
