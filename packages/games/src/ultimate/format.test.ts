import { describe, expect, it } from "vitest";
import { formatUltimate } from "./format.js";
import { ultimateTicTacToe as game } from "./game.js";

describe("formatUltimate", () => {
  it("writes the start as OpenSpiel's ToString", () => {
    const rows = "... ... ...\n... ... ...\n... ... ...\n\n".repeat(3);
    expect(formatUltimate(game.start())).toBe(`${rows}Current player: 0\nForced board: any`);
  });

  it("puts boards and cells in their places", () => {
    // Decisions 4 5 1 8 of OpenSpiel.
    const state = [9 * 4 + 5, 9 * 5 + 1, 9 + 8].reduce(game.play, game.start());
    expect(formatUltimate(state)).toBe(
      [
        "... ... ...",
        "... ... ...",
        "... ..x ...",
        "",
        "... ... .o.",
        "... ..x ...",
        "... ... ...",
        "",
        "... ... ...",
        "... ... ...",
        "... ... ...",
        "",
        "Current player: 1",
        "Forced board: 8",
      ].join("\n"),
    );
  });
});
