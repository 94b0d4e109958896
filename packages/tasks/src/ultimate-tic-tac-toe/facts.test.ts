import { ultimateTicTacToe as game, type UltimateState } from "@vlm/games";
import { expect, test } from "vitest";
import { choose } from "../choose.js";
import { randomOf } from "../random.js";
import { positionOf, truthOf } from "../testing/ultimate-tic-tac-toe/plain-rules.js";
import { facts, type MoveFacts } from "./facts.js";
import { randomPositions } from "./random-rows.test.kit.js";

const random = randomOf("facts");
const cases: readonly { state: UltimateState; action: number; told: MoveFacts }[] = randomPositions(4_000, "facts").map(
  (state) => {
    const action = choose(game.actions(state), random);
    return { state, action, told: facts(state, action) };
  },
);

test("4,000 random moves: every fact is what the rules, written anew on strings, say", () => {
  for (const { state, action, told } of cases) {
    expect(told, `${positionOf(state).boards.join(" ")} ${action}`).toEqual(truthOf(positionOf(state), action));
  }
});

test("every fact is true of some of these moves and false of others", () => {
  const seen = (holds: (told: MoveFacts) => boolean): [boolean, boolean] => [
    cases.some(({ told }) => holds(told)),
    cases.some(({ told }) => !holds(told)),
  ];
  for (const holds of [
    (told: MoveFacts) => told.forced,
    (told: MoveFacts) => told.winsBoard,
    (told: MoveFacts) => told.winsGame,
    (told: MoveFacts) => told.fillsBoard,
    (told: MoveFacts) => told.drawsGame,
    (told: MoveFacts) => told.blocks,
    (told: MoveFacts) => told.threats.length > 0,
    (told: MoveFacts) => told.threats.length > 1,
    (told: MoveFacts) => told.gameThreats.length > 0,
    (told: MoveFacts) => told.sendsTo !== null,
  ]) {
    expect(seen(holds)).toEqual([true, true]);
  }
});

test("an illegal action is the programmer's mistake", () => {
  const state = game.play(game.start(), 40);
  expect(() => facts(state, 40)).toThrow(
    "tasks.facts: action 40 is illegal in this position; expected one of 36, 37, 38, 39, 41, 42, 43, 44. Take an action from ultimateTicTacToe.actions(state).",
  );
});
