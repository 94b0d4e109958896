import type { Game } from "@vlm/types";
import { expect, test } from "vitest";
import { match } from "./match.js";

interface Nim {
  readonly left: number;
  readonly turn: number;
}

/** Take one to three of ten; who takes the last wins. */
const nim: Game<Nim, number> = {
  name: "nim",
  players: 2,
  start: () => ({ left: 10, turn: 0 }),
  turn: (state) => state.turn,
  actions: ({ left }) => [1, 2, 3].filter((take) => take <= left),
  play({ left, turn }, take) {
    if (![1, 2, 3].includes(take) || take > left) throw new Error(`nim.play: ${take} of ${left}`);
    return { left: left - take, turn: 1 - turn };
  },
  result: ({ left, turn }) => (left > 0 ? null : turn === 1 ? [1, -1] : [-1, 1]),
  write: String,
  read: (text, state) => nim.actions(state).find((take) => String(take) === text) ?? null,
};

const expert = ({ left }: Nim): number => left % 4 || 1;

test("plays to the end and hands back every state and move", async () => {
  const seen: number[] = [];
  const game = await match(nim, [expert, async () => 1], { onMove: (_, state) => seen.push(state.left) });
  expect(game.result).toEqual([1, -1]);
  expect(game.states.map((state) => state.left)).toEqual([10, 8, 7, 4, 3, 0]);
  expect(seen).toEqual([8, 7, 4, 3, 0]);
  expect(game.moves.map((move) => [move.player, move.action, move.replaced])).toEqual([
    [0, 2, false],
    [1, 1, false],
    [0, 3, false],
    [1, 1, false],
    [0, 3, false],
  ]);
  expect(game.replaced).toEqual([0, 0]);
});

test("counts null and replaces it by a seeded legal move", async () => {
  const silent = (): null => null;
  const games = await Promise.all([...Array(20).keys()].map((seed) => match(nim, [expert, silent], { seed })));
  for (const game of games) {
    const theirs = game.moves.filter((move) => move.player === 1);
    expect(game.replaced).toEqual([0, theirs.length]);
    expect(theirs.every((move) => move.replaced)).toBe(true);
  }
  expect(new Set(games.map((game) => game.moves.map((move) => move.action).join())).size).toBeGreaterThan(1);
  expect(await match(nim, [expert, silent], { seed: 3 })).toEqual(games[3]);
});

test("refuses the wrong number of players, and passes on what a player does wrong", async () => {
  await expect(match(nim, [expert])).rejects.toThrow(
    "eval.match: 1 players for nim; expected 2. Pass one player per side, in order of turn.",
  );
  await expect(match(nim, [() => 7, expert])).rejects.toThrow("nim.play: 7 of 10");
});
