import { ultimateTicTacToe } from "@vlm/games";
import { checkGame } from "@vlm/games/testing";
import { random } from "@vlm/mcts";
import { expect, it } from "vitest";
import { functionalUltimate } from "./functional-ultimate.js";

it("is a game by the kit that every game is held to", () => {
  checkGame(functionalUltimate, { seed: 7, games: 20 });
});

it("has the legal actions, turns and ends of our own game at every move of 60 random games", () => {
  const next = random(11);
  const ended = new Map<string, number>();
  for (let game = 0; game < 60; game++) {
    let theirs = functionalUltimate.start();
    let ours = ultimateTicTacToe.start();
    for (;;) {
      const legal = functionalUltimate.actions(theirs);
      expect(legal).toEqual([...ultimateTicTacToe.actions(ours)]);
      expect(functionalUltimate.result(theirs)).toEqual(ultimateTicTacToe.result(ours));
      if (legal.length === 0) break;
      expect(functionalUltimate.turn(theirs)).toBe(ultimateTicTacToe.turn(ours));
      const action = legal[Math.floor(next() * legal.length)]!;
      theirs = functionalUltimate.play(theirs, action);
      ours = ultimateTicTacToe.play(ours, action);
    }
    const end = String(functionalUltimate.result(theirs));
    ended.set(end, (ended.get(end) ?? 0) + 1);
  }
  expect([...ended.keys()].sort()).toEqual(["-1,1", "0,0", "1,-1"]);
});

// 0.4117, 0.3659 and 0.2223 in a million games of an independent program with flat actions.
it("plays random games that end as often in each way as those of others do", () => {
  const next = random(5);
  const start = functionalUltimate.start();
  const count = { x: 0, o: 0, draw: 0 };
  for (let game = 0; game < 40_000; game++) {
    const [x] = functionalUltimate.playout!(start, next);
    count[x === 1 ? "x" : x === -1 ? "o" : "draw"]++;
  }
  // Five standard errors.
  expect(Math.abs(count.x / 40_000 - 0.4117)).toBeLessThan(0.0125);
  expect(Math.abs(count.o / 40_000 - 0.3659)).toBeLessThan(0.0122);
  expect(Math.abs(count.draw / 40_000 - 0.2223)).toBeLessThan(0.0106);
});
