import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decode, encode } from "./encoding.js";
import { ultimateTicTacToe as game } from "./game.js";

const games = fc.array(fc.nat(), { maxLength: 81, size: "max" });

describe("encode and decode", () => {
  it("writes a position in one line", () => {
    expect(encode(game.start())).toBe("9/9/9/9/9/9/9/9/9 x -");
    expect(encode(game.play(game.start(), 40))).toBe("9/9/9/9/4x4/9/9/9/9 o 4");
  });

  it("gives back every position of a game", () => {
    fc.assert(
      fc.property(games, (draws) => {
        let state = game.start();
        for (const draw of draws) {
          expect(decode(encode(state))).toEqual(state);
          const actions = game.actions(state);
          if (actions.length === 0) return;
          state = game.play(state, actions[draw % actions.length]!);
        }
      }),
      { numRuns: 30 },
    );
  });

  it("gives null or a position that it writes back, for any text", () => {
    const piece = fc.constantFrom("9", "x", "o", "/", " ", "4", "-", "1", "x8", "9/9/9/9/9/9/9/9/9 x -");
    const texts = fc.oneof(
      fc.string(),
      fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join("")),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const state = decode(text);
        if (state !== null) expect(encode(state)).toBe(text);
      }),
    );
  });

  it.each([
    ["a run split in two", "45/9/9/9/9/9/9/9/9 x -"],
    ["eight boards", "9/9/9/9/9/9/9/9 x -"],
    ["ten cells", "9x/9/9/9/9/9/9/9/9 o 0"],
    ["no player", "9/9/9/9/9/9/9/9/9  -"],
    ["one field too many", "9/9/9/9/9/9/9/9/9 x - -"],
    ["x to move with one mark more", "9/9/9/9/4x4/9/9/9/9 x 4"],
    ["two marks of x", "9/9/9/9/3xx4/9/9/9/9 o 4"],
    ["a forced board at the start", "9/9/9/9/9/9/9/9/9 x 4"],
    ["a forced board that no move sent to", "9/9/9/9/4x4/9/9/9/9 o 3"],
    ["a free choice without a closed board", "9/9/9/9/4x4/9/9/9/9 o -"],
    ["a board with rows of both", "xxxooo3/9/9/9/9/9/9/9/9 x -"],
  ])("refuses %s", (_, text) => {
    expect(decode(text)).toBeNull();
  });
});
