import { describe, expect, it } from "vitest";
import type { Direction } from "../direction.js";
import { writeEpisode } from "../testing/episode.test.kit.js";
import { checkWorld } from "../testing.js";
import { decodeSokoban, encodeSokoban } from "./encoding.js";
import { readSokoban } from "./level.js";
import type { SokobanOptions } from "./options.js";
import { sokobanMoves } from "./rules.js";
import { sokoban } from "./world.js";

const stateOf = (level: string) => readSokoban(level).state!;

describe("sokoban", () => {
  const worlds: readonly SokobanOptions[] = [
    { maxSteps: 40 },
    { rows: 5, columns: 9, boxes: 1, maxSteps: 30 },
    { level: "#####\n#@$.#\n#####", maxSteps: 5 },
  ];
  it.each(worlds)("keeps the laws of a world with %j", (options) => {
    checkWorld(sokoban(options), { seed: 1, episodes: 4, encode: encodeSokoban, decode: decodeSokoban });
  });

  it("plays a known episode", async () => {
    const level = "#######\n#. $  #\n# #@$.#\n#     #\n#######";
    const actions = ["down", "up", "push", "Right", "right", " UP\n", "right", "left", "left", "left"];
    await expect(writeEpisode(sokoban({ level }), { actions })).toMatchFileSnapshot("../../fixtures/sokoban.txt");
  });

  it("rewards as gym-sokoban does: -0.1 a step, 1 a box on, -1 a box off, 10 for the last", () => {
    const level = "########\n#@$.   #\n#  $.  #\n########";
    const world = sokoban({ level });
    let state = world.reset(0);
    const rewards: number[] = [];
    const act = (...actions: readonly Direction[]): void => {
      for (const action of actions) {
        const step = world.step(state, action);
        rewards.push(step.reward);
        state = step.state;
      }
    };
    act("up", "right", "right");
    expect(rewards).toEqual([-0.1, -0.1 + 1, -0.1 - 1]);
    act("down", "left");
    expect(world.done(state)).toBe(false);
    rewards.length = 0;
    state = stateOf("########\n# *@   #\n# @$.  #\n########".replace("*@", "* "));
    act("right");
    expect(rewards).toEqual([-0.1 + 1 + 10]);
    expect([world.done(state), world.success(state), world.actions(state), world.read("up", state)]).toEqual([
      true,
      true,
      [],
      null,
    ]);
  });

  it("pushes one box, and neither two nor into a wall", () => {
    const world = sokoban();
    const level = "#######\n#@$ . #\n#$#   #\n##  . #\n#######";
    const state = stateOf(level);
    expect(sokobanMoves(state)).toEqual(["right"]);
    expect(sokobanMoves(stateOf("######\n#@$$.#\n#. # #\n######"))).toEqual(["down"]);
    const blocked = world.step(state, "up");
    expect([blocked.state, blocked.reward]).toEqual([{ ...state, steps: 1 }, -0.1]);
    const pushed = world.step(state, "right").state;
    expect(encodeSokoban(pushed)).toBe("#######|#-@$.-#|#$#---#|##--.-#|####### 1");
  });

  it("ends after the last step", () => {
    const world = sokoban({ level: "######\n#@ $.#\n######", maxSteps: 2 });
    const first = world.step(world.reset(0), "up");
    expect(first.done).toBe(false);
    const last = world.step(first.state, "up");
    expect([last.done, world.success(last.state)]).toEqual([true, false]);
  });

  it("makes one level for a seed, another for another", () => {
    const world = sokoban();
    const levels = Array.from({ length: 200 }, (_, seed) => encodeSokoban(world.reset(seed)));
    expect(new Set(levels).size).toBeGreaterThan(195);
    // Pinned, so that a seed in somebody's dataset keeps its level.
    expect(levels.slice(0, 2)).toMatchInlineSnapshot(`
      [
        "#######|#@-.--#|#-#---#|##-$--#|#-.-$##|#-----#|####### 0",
        "#######|#.##--#|#-#-@-#|#--##-#|#$$#--#|#---.-#|####### 0",
      ]
    `);
  });

  const corner = "#####\n#@ .#\n#$  #\n#####";
  const refused: readonly [SokobanOptions, string][] = [
    [{ level: "" }, "the level has 0 rows and 0 columns; expected 1 to 100 of each"],
    [{ level: corner }, "the level cannot be solved; expected one that can"],
    [{ level: "#####\n#@*.#\n#  $#\n#####" }, "the level cannot be solved"],
    [{ level: "#####\n#@ *#\n#####" }, "the level is solved already; expected a box off its target"],
    [{ level: "#####\n#@$ #\n#####" }, "the level has 1 boxes and 0 targets; expected as many of each"],
    [{ level: "#####\n#@$.#\n#@  #\n#####" }, "the level has 2 players; expected one"],
    [{ level: "#####\n#@$.#\n# ###" }, "the level has a gap at row 2, column 1; expected walls all around"],
    [{ level: "#######\n#@ $ .#\n#######", maxSteps: 2 }, "the level takes 3 moves; expected at most maxSteps, 2"],
    [{ level: corner, boxes: 1 }, "a level and the rows, columns or boxes of random levels; expected one or the other"],
    [{ rows: 4 }, "rows is 4; expected a whole number from 5 to 100"],
    [{ columns: 101 }, "columns is 101; expected a whole number from 5 to 100"],
    [{ boxes: 0 }, "boxes is 0; expected a whole number from 1 to 3 in 7 rows and 7 columns"],
    [{ boxes: 4 }, "boxes is 4; expected a whole number from 1 to 3"],
    [{ maxSteps: 0.5 }, "maxSteps is 0.5; expected a whole number above 0"],
  ];
  it.each(refused)("refuses %j", (options, problem) => {
    expect(() => sokoban(options)).toThrow(`games.sokoban: ${problem}`);
    expect(() => sokoban(options)).toThrow(". Mend the options.");
  });

  it("throws on an illegal action, an impossible seed, and a level that takes more steps than there are", () => {
    const world = sokoban({ level: "#####\n#@$.#\n#####" });
    const start = world.reset(0);
    expect(() => world.step(start, "over" as "up")).toThrow(
      'games.sokoban.step: action "over" is illegal in this state; expected one of: up, down, left, right. Take an action from actions(state).',
    );
    expect(() => world.step(world.step(start, "right").state, "up")).toThrow(
      "expected one of: none, as the episode is over.",
    );
    expect(() => world.reset(-1)).toThrow(
      "games.sokoban.reset: the seed is -1; expected a whole number from 0 to 2^32 - 1. Pass another seed.",
    );
    expect(() => sokoban({ rows: 10, columns: 10, boxes: 8, maxSteps: 3 }).reset(1)).toThrow(
      "games.sokoban.reset: no level of 8 boxes in 10 rows and 10 columns came of seed 1 that 3 steps solve; expected one. Take fewer boxes, a larger room or more steps.",
    );
  });
});
