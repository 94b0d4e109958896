import { describe, expect, it } from "vitest";
import { checkEncoding } from "../testing.js";
import { decodeTicTacToe, encodeTicTacToe, readTicTacToe } from "./encoding.js";
import { ticTacToe as game } from "./game.js";
import { formatTicTacToe } from "./notation.js";

describe("encodeTicTacToe and decodeTicTacToe", () => {
  it("write a position in one line", () => {
    expect(encodeTicTacToe(game.start())).toBe("3/3/3 x");
    expect(encodeTicTacToe([4, 0].reduce(game.play, game.start()))).toBe("o2/1x1/3 x");
  });

  it("undo each other on every position of a game", () => {
    checkEncoding(game, { encode: encodeTicTacToe, decode: decodeTicTacToe });
  });

  it.each(["21/3/3 x", "3/3 x", "3/3/3/3 x", "3/3/3 o", "3/3/3", "xx1/3/3 o", "ooo/xx1/xx1 x", "3/3/3 x "])(
    "refuse %j",
    (text) => {
      expect(decodeTicTacToe(text)).toBeNull();
    },
  );
});

describe("readTicTacToe", () => {
  it("undoes formatTicTacToe on every position of a game", () => {
    checkEncoding(game, { encode: formatTicTacToe, decode: (text) => readTicTacToe(text).state });
  });

  it.each([
    ["x..\n...", "2 lines; expected 3"],
    ["x..\n..\n...", 'line 2 is ".."; expected 3 of x, o and .'],
    ["x..\n..O\n...", 'line 2 is "..O"; expected 3 of x, o and .'],
    ["xx.\n...\n...", "2 of x and 0 of o; expected as many, or one more of x"],
    ["o..\n...\n...", "0 of x and 1 of o; expected as many, or one more of x"],
    ["xxx\nooo\n...", "both players have a line; expected the game to end with the first"],
    ["xxx\noo.\no..", "x has a line, but o moved last; expected the game to end with the line"],
    ["ooo\nxx.\nxx.", "o has a line, but x moved last; expected the game to end with the line"],
  ])("says what is wrong with %j", (text, problem) => {
    expect(readTicTacToe(text)).toEqual({ state: null, problem });
  });
});
