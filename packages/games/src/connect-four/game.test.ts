import { describe, expect, it } from "vitest";
import { readHistory } from "../history.js";
import { seededRandom } from "../testing/seeded-random.js";
import { checkGame } from "../testing.js";
import { connectFour as game } from "./game.js";
import { formatConnectFour } from "./notation.js";

const after = (...actions: number[]) => actions.reduce(game.play, game.start());

describe("connectFour", () => {
  it("keeps the laws of a game", () => {
    checkGame(game, { seed: 1, games: 10 });
  });

  it("writes actions as OpenSpiel does, with the mark of the player to move", () => {
    expect(game.write(3, after())).toBe("x3");
    expect(game.write(3, after(0))).toBe("o3");
    expect(game.write(3)).toBe("3");
  });

  it("reads actions with any spaces, and no other player's", () => {
    expect(game.read(" x 3\n", after())).toBe(3);
    expect(game.read("3", after(0))).toBe(3);
    expect(game.read("o3", after())).toBeNull();
    expect(game.read("x7", after())).toBeNull();
    expect(game.read("x0", after(0, 0, 0, 0, 0, 0))).toBeNull();
  });

  it("formats a position as OpenSpiel does, the top row first", () => {
    const empty = ".......\n".repeat(4);
    expect(formatConnectFour(after(3, 3, 0))).toBe(`${empty}...o...\nx..x...\n`);
  });

  it("lets discs fall, and keeps the last player of a finished game", () => {
    const state = after(3, 3, 6);
    expect([...state.cells.subarray(0, 14)]).toEqual([0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0]);
    expect(after(0, 1, 0, 1, 0, 1, 0).player).toBe(0);
  });

  it.each([
    ["a column", [0, 1, 0, 1, 0, 1, 0], [1, -1]],
    ["a row of o", [0, 1, 0, 2, 6, 3, 6, 4], [-1, 1]],
    ["a rising line", [0, 1, 1, 2, 2, 3, 2, 3, 3, 6, 3], [1, -1]],
    ["a falling line", [6, 5, 5, 4, 4, 3, 4, 3, 3, 0, 3], [1, -1]],
    ["nothing yet", [0, 1, 0, 1, 0, 1], null],
  ])("sees %s", (_, actions, result) => {
    expect(game.result(after(...actions))).toEqual(result);
  });

  it("is drawn when all columns are full without a line", () => {
    // Of two thousand random games in OpenSpiel two are drawn; this is one.
    const history =
      "4, 2, 4, 5, 3, 2, 6, 0, 1, 3, 0, 2, 2, 1, 1, 1, 3, 1, 0, 2, 6, 0, 5, 6, 0, 5, 5, 1, 6, 4, 6, 0, 3, 5, 6, 5, 2, 3, 3, 4, 4";
    const { state } = readHistory(history, game);
    expect(game.result(state!)).toBeNull();
    expect(game.actions(state!)).toEqual([4]);
    const full = game.play(state!, 4);
    expect(game.result(full)).toEqual([0, 0]);
    expect(game.actions(full)).toEqual([]);
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
    // OpenSpiel's random games. Four standard deviations are below 0.0142, 0.002 and 0.25.
    expect(Math.abs(results[0]! / games - 0.554)).toBeLessThan(0.0142);
    expect(Math.abs(results[1]! / games - 0.003)).toBeLessThan(0.002);
    expect(Math.abs(results[2]! / games - 0.443)).toBeLessThan(0.0142);
    expect(Math.abs(draws / games - 21.3)).toBeLessThan(0.25);
  });

  it("throws on an illegal action", () => {
    expect(() => game.play(after(0, 0, 0, 0, 0, 0), 0)).toThrow(
      "games.connectFour.play: action 0 is illegal in this state; expected one of: 1, 2, 3, 4, 5, 6. Take an action from actions(state).",
    );
    expect(() => game.play(after(0, 1, 0, 1, 0, 1, 0), 2)).toThrow("expected one of: none, as the game is over.");
    for (const action of [-1, 7, 0.5, Number.NaN]) {
      expect(() => game.play(after(), action)).toThrow(`action ${action} is illegal`);
    }
  });
});
