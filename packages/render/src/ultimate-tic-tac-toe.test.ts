import { createHash } from "node:crypto";
import { ultimateTicTacToe as game } from "@vlm/games";
import { describe, expect, it } from "vitest";
import { drawUltimateTicTacToe, rotations, themeNames } from "./index.js";

/** The linear congruential generator that the golden was made with. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return state / 2 ** 32;
  };
}

function position(next: () => number) {
  let state = game.start();
  for (let left = Math.floor(60 * next()); left > 0; left--) {
    const actions = game.actions(state);
    if (actions.length === 0) break;
    state = game.play(state, actions[Math.floor(next() * actions.length)]!);
  }
  return state;
}

describe("drawUltimateTicTacToe", () => {
  it("gives the bytes that checkpoints were trained on", () => {
    // Golden: 120 pictures by this package at commit d165879, before it drew other games.
    const next = chance(12345);
    const all = createHash("sha256");
    for (let index = 0; index < 120; index++) {
      const state = position(next);
      const theme = themeNames[index % 4]!;
      const rotation = rotations[(index >> 2) % 4]!;
      const size = [288, 448, 200, 99, 141][index % 5]!;
      all.update(drawUltimateTicTacToe(state, { theme, rotation, size }).data);
    }
    expect(all.digest("hex")).toBe("29b670107fb3e6c294e6a477d5c46c1429dab5275fe3e438c872ff822cee7fb0");
  });

  it("says what is where, in the numbering and the words of actions", () => {
    const state = [40, 36, 4].reduce(game.play, game.start());
    const { truth } = drawUltimateTicTacToe(state, { size: 288 });
    expect(truth.board).toEqual([
      [0, 0],
      [288, 0],
      [288, 288],
      [0, 288],
    ]);
    expect(truth.squares.map(({ name }) => name)).toEqual(
      Array.from({ length: 81 }, (_, action) => game.write(action)),
    );
    // Board (1,1), cell (1,1): the middle of nine by nine.
    expect(truth.squares[40]!.box).toEqual([128, 128, 160, 160]);
    expect(truth.pieces.map(({ name, square }) => [name, square])).toEqual([
      ["X", 4],
      ["O", 36],
      ["X", 40],
    ]);
  });

  it("frames the last move and marks legal ones, and no pixel of another square", () => {
    const state = game.play(game.start(), 40);
    const plain = drawUltimateTicTacToe(state);
    const marked = drawUltimateTicTacToe(state, { lastMove: [40], legal: [36] });
    const changed = new Set<string>();
    for (let pixel = 0; pixel < 288 * 288; pixel++) {
      if ([0, 1, 2].every((channel) => plain.data[4 * pixel + channel] === marked.data[4 * pixel + channel])) continue;
      changed.add(`${Math.floor(pixel / 288 / 32)} ${Math.floor((pixel % 288) / 32)}`);
    }
    expect([...changed].sort()).toEqual(["3 3", "4 4"]);
  });
});
