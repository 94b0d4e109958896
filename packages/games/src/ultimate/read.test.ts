import { describe, expect, it } from "vitest";
import { openSpielUltimate } from "../openspiel-ultimate/game.js";
import { decodeOpenSpielUltimate, readOpenSpielUltimate } from "../openspiel-ultimate/read.js";
import { checkEncoding } from "../testing.js";
import { encode } from "./encoding.js";
import { formatUltimate } from "./format.js";
import { ultimateTicTacToe as game } from "./game.js";
import { readUltimate } from "./read.js";

const start = formatUltimate(game.start());
const centre = formatUltimate(game.play(game.start(), 40));

describe("readUltimate", () => {
  it("undoes formatUltimate on every position of a game", () => {
    checkEncoding(game, { encode: formatUltimate, decode: (text) => readUltimate(text).state }, { games: 3 });
  });

  it("reads the positions between a board and its cell only as OpenSpiel's game", () => {
    const chosen = formatUltimate(openSpielUltimate.play(openSpielUltimate.start(), 4));
    expect(readUltimate(chosen)).toEqual({ state: null, problem: "board 4 is forced at the start" });
    expect(readOpenSpielUltimate(chosen).state).toEqual({ ...game.start(), forced: 4 });
    const decode = (text: string) => readOpenSpielUltimate(text).state;
    checkEncoding(openSpielUltimate, { encode: formatUltimate, decode }, { games: 3 });
    checkEncoding(openSpielUltimate, { encode, decode: decodeOpenSpielUltimate }, { games: 3 });
  });

  it.each([
    ["", "1 lines; expected 14"],
    [start.replace("...\n\n", "...\n.\n"), 'line 4 is "."; expected an empty one'],
    [start.replace("... ...", "...  ..."), "28 groups of marks; expected nine lines of three"],
    [start.replace("...", "..-"), 'group 1 is "..-"; expected 3 of x, o and .'],
    [start.replace("player: 0", "player: 2"), 'line 13 is "Current player: 2"; expected "Current player: 0" or 1'],
    [start.replace("any", "9"), 'line 14 is "Forced board: 9"; expected "Forced board: any" or 0 to 8'],
    [start.replace("player: 0", "player: 1"), "x has 0 more marks than o; expected 1 after a move of x"],
    [centre.replace("board: 4", "board: 3"), "no mark can have sent to board 3"],
    [centre.replace("board: 4", "board: any"), "no mark can have sent to a closed board"],
    [
      start.replace(/^\.{3}/, "xxx").replace(/\n\.{3}/, "\nooo"),
      "both players have a line on board 0; expected it to close with the first",
    ],
  ])("says what is wrong with %j", (text, problem) => {
    expect(readUltimate(text)).toEqual({ state: null, problem });
  });
});
