import { describe, expect, it } from "vitest";
import { readHistory, writeHistory } from "./history.js";
import { openSpielUltimate } from "./openspiel-ultimate/game.js";
import { ticTacToe } from "./tic-tac-toe/game.js";
import { formatTicTacToe } from "./tic-tac-toe/notation.js";

describe("writeHistory and readHistory", () => {
  it("write actions as OpenSpiel's HistoryString, and play it", () => {
    expect(writeHistory([4, 0, 8])).toBe("4, 0, 8");
    const { actions, state } = readHistory("4, 0, 8", ticTacToe);
    expect(actions).toEqual([4, 0, 8]);
    expect(formatTicTacToe(state!)).toBe("o..\n.x.\n..x");
    expect(readHistory("", ticTacToe).state).toEqual(ticTacToe.start());
  });

  it("reads one action a line, as OpenSpiel serializes", () => {
    expect(readHistory("4\n4\n0\n4\n", openSpielUltimate).actions).toEqual([4, 4, 0, 4]);
  });

  it.each([
    ["4, 4", 'action 2 is "4"; expected one of: 0, 1, 2, 3, 5, 6, 7, 8'],
    ["4, x", 'action 2 is "x"; expected one of: 0, 1, 2, 3, 5, 6, 7, 8'],
    ["0.5", 'action 1 is "0.5"; expected one of: 0, 1, 2, 3, 4, 5, 6, 7, 8'],
    ["0 3 1 4 2 8", 'action 6 is "8"; expected no more, as the game is over'],
  ])("says what is wrong with %j", (text, problem) => {
    expect(readHistory(text, ticTacToe)).toEqual({ actions: null, state: null, problem });
  });
});
