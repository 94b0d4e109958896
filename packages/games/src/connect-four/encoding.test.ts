import { describe, expect, it } from "vitest";
import { checkEncoding } from "../testing.js";
import { decodeConnectFour, encodeConnectFour, readConnectFour } from "./encoding.js";
import { connectFour as game } from "./game.js";
import { formatConnectFour } from "./notation.js";

describe("encodeConnectFour and decodeConnectFour", () => {
  it("write a position in one line, the top row first", () => {
    expect(encodeConnectFour(game.start())).toBe("7/7/7/7/7/7 x");
    expect(encodeConnectFour([3, 3, 0].reduce(game.play, game.start()))).toBe("7/7/7/7/3o3/x2x3 o");
  });

  it("undo each other on every position of a game", () => {
    checkEncoding(game, { encode: encodeConnectFour, decode: decodeConnectFour }, { games: 10 });
  });

  it.each(["7/7/7/7/7 x", "7/7/7/7/7/34 x", "7/7/7/7/x6/7 o", "7/7/7/7/7/x6 x", "7/7/7/7/7/x7 o", ""])(
    "refuse %j",
    (text) => {
      expect(decodeConnectFour(text)).toBeNull();
    },
  );
});

describe("readConnectFour", () => {
  const empty = ".......\n".repeat(4);

  it("undoes formatConnectFour on every position of a game", () => {
    checkEncoding(game, { encode: formatConnectFour, decode: (text) => readConnectFour(text).state }, { games: 10 });
  });

  it("takes the text without the newline at its end", () => {
    expect(readConnectFour(`${empty}...o...\nx..x...`).state).toEqual([3, 3, 0].reduce(game.play, game.start()));
  });

  it.each([
    [empty, "4 lines; expected 6"],
    [`${empty}.......\n......x.\n`, 'line 6 is "......x."; expected 7 of x, o and .'],
    [`${empty}..x....\n.......\n`, "an empty square lies below a disc in column 2; expected none"],
    [`${empty}xxxx...\noooo...\n`, "both players have a line; expected the game to end with the first"],
    [`${empty}xxxx...\nooxoox.\n`, "6 of x and 4 of o; expected as many, or one more of x"],
    [`${empty}xxxx...\noxoxo.o\n`, "6 of x and 4 of o; expected as many, or one more of x"],
    [`${empty}xxxx...\noooo..x\n`, "both players have a line; expected the game to end with the first"],
    [`${empty}xxxx..o\nooxooxo\n`, "x has a line, but o moved last; expected the game to end with the line"],
    [`${empty}oooox..\nxxoxx.x\n`, "o has a line, but x moved last; expected the game to end with the line"],
  ])("says what is wrong with %j", (text, problem) => {
    expect(readConnectFour(text)).toEqual({ state: null, problem });
  });
});
