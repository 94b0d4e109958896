import { describe, expect, it } from "vitest";
import { fromOpenSpiel } from "../openspiel-ultimate/convert.js";
import { seededRandom } from "../testing/seeded-random.js";
import { checkGame } from "../testing.js";
import { ultimateTicTacToe as game } from "./game.js";

const after = (...actions: number[]) => actions.reduce(game.play, game.start());

describe("ultimateTicTacToe", () => {
  it("keeps the laws of a game", () => {
    checkGame(game, { seed: 2, games: 4 });
  });

  it("writes the board's row and column, then the cell's", () => {
    expect(game.write(9 * 5 + 6)).toBe("(1,2)/(2,0)");
  });

  it("reads actions with any spaces, where they are legal", () => {
    expect(game.read("( 1,2 ) /(2, 0)\n", after())).toBe(51);
    expect(game.read("(1,2)/(2,0)", after(9 * 4 + 4))).toBeNull();
    expect(game.read("(1,1)/(1,1)", after(9 * 4 + 4))).toBeNull();
    expect(game.read("(1,2)/(2,3)", after())).toBeNull();
    expect(game.read("move: (1,2)/(2,0)", after())).toBeNull();
  });

  it("sends the other player to the board of the cell", () => {
    const state = after(9 * 4 + 7);
    expect(state.forced).toBe(7);
    expect(state.player).toBe(1);
    expect(game.actions(state)).toEqual([63, 64, 65, 66, 67, 68, 69, 70, 71]);
  });

  it("closes a won board and lets whoever is sent there choose", () => {
    const state = after(...fromOpenSpiel([0, 3, 3, 7, 5, 0, 2, 0, 1, 1, 3, 0, 0]));
    expect(state.boards[0]).toBe(2);
    expect(state.forced).toBe(-1);
    expect(game.actions(state).every((action) => action >= 9)).toBe(true);
  });

  it("puts the right player's mark after a free move", () => {
    // Wrong in OpenSpiel before 2.0.1.
    const state = after(...fromOpenSpiel([0, 3, 3, 7, 5, 0, 2, 0, 1, 1, 3, 0, 0, 2, 1]));
    expect(state.cells[9 * 2 + 1]).toBe(1);
  });

  it("keeps the last player and cell of a finished game, as OpenSpiel does", () => {
    const random = seededRandom(4);
    let state = game.start();
    let last = -1;
    while (game.result(state) === null) {
      const actions = game.actions(state);
      last = actions[Math.floor(random() * actions.length)]!;
      const mover = game.turn(state);
      state = game.play(state, last);
      if (game.result(state) !== null) expect(state.player).toBe(mover);
    }
    expect(state.forced).toBe(last % 9);
  });

  it("plays random games with the known shares of results and length", () => {
    const random = seededRandom(3);
    const games = 20_000;
    let draws = 0;
    const results = [0, 0, 0];
    const counted = (): number => {
      draws++;
      return random();
    };
    for (let roll = 0; roll < games; roll++) results[1 - game.playout!(game.start(), counted)[0]!]!++;
    // OpenSpiel's rules over a million games of uniform single actions. Four standard deviations are below 0.014 and 0.3.
    expect(Math.abs(results[0]! / games - 0.4117)).toBeLessThan(0.014);
    expect(Math.abs(results[1]! / games - 0.2223)).toBeLessThan(0.014);
    expect(Math.abs(results[2]! / games - 0.3659)).toBeLessThan(0.014);
    expect(Math.abs(draws / games - 58.92)).toBeLessThan(0.3);
  });

  it("throws on an illegal action", () => {
    expect(() => game.play(after(9 * 4 + 7, 63, 0, 1), 64)).toThrow(
      "games.ultimateTicTacToe.play: action 64 is illegal in this state; expected one of: 9, 10, 11, 12, 13, 14, 15, 16, 17. Take an action from actions(state).",
    );
    expect(() => game.play(after(), 81)).toThrow("action 81 is illegal");
    expect(() => game.play(after(), Number.NaN)).toThrow("action NaN is illegal");
  });
});
