import { describe, expect, it } from "vitest";
import { seededRandom } from "../testing/seeded-random.js";
import { checkGame } from "../testing.js";
import { ticTacToe as game } from "./game.js";
import { formatTicTacToe } from "./notation.js";

const after = (...actions: number[]) => actions.reduce(game.play, game.start());

describe("ticTacToe", () => {
  it("keeps the laws of a game", () => {
    checkGame(game, { seed: 1, games: 50 });
  });

  it("writes actions as OpenSpiel does, with the mark of the player to move", () => {
    expect(game.write(5, after())).toBe("x(1,2)");
    expect(game.write(5, after(0))).toBe("o(1,2)");
    expect(game.write(5)).toBe("(1,2)");
  });

  it("reads actions with any spaces, and no other player's", () => {
    expect(game.read(" x ( 1 ,2 )\n", after())).toBe(5);
    expect(game.read("(1,2)", after())).toBe(5);
    expect(game.read("o(1,2)", after())).toBeNull();
    expect(game.read("x(0,0)", after(0, 1))).toBeNull();
    expect(game.read("x(1,3)", after())).toBeNull();
  });

  it("formats a position as OpenSpiel does", () => {
    expect(formatTicTacToe(after(4, 0, 8))).toBe("o..\n.x.\n..x");
  });

  it("gives the winner 1 and the loser -1", () => {
    expect(game.result(after(0, 3, 1, 4, 2))).toEqual([1, -1]);
    expect(game.result(after(0, 3, 1, 4, 8, 5))).toEqual([-1, 1]);
    expect(game.result(after(0, 1, 2, 4, 3, 5, 7, 6, 8))).toEqual([0, 0]);
    expect(game.result(after(0, 3, 1, 4))).toBeNull();
  });

  it("plays random games with the known shares of results and length", () => {
    const games = 20_000;
    const random = seededRandom(3);
    let draws = 0;
    const counted = (): number => {
      draws++;
      return random();
    };
    const results = [0, 0, 0];
    for (let roll = 0; roll < games; roll++) results[1 - game.playout!(game.start(), counted)[0]!]!++;
    // OpenSpiel's random games. Four standard deviations are below 0.014 and 0.04.
    expect(Math.abs(results[0]! / games - 0.586)).toBeLessThan(0.014);
    expect(Math.abs(results[1]! / games - 0.126)).toBeLessThan(0.014);
    expect(Math.abs(results[2]! / games - 0.288)).toBeLessThan(0.014);
    expect(Math.abs(draws / games - 7.63)).toBeLessThan(0.04);
  });

  it("throws on an illegal action", () => {
    expect(() => game.play(after(0), 0)).toThrow(
      "games.ticTacToe.play: action 0 is illegal in this state; expected one of: 1, 2, 3, 4, 5, 6, 7, 8. Take an action from actions(state).",
    );
    expect(() => game.play(after(0, 3, 1, 4, 2), 8)).toThrow("expected one of: none, as the game is over.");
    expect(() => game.play(after(), 0.5)).toThrow("action 0.5 is illegal");
  });
});
