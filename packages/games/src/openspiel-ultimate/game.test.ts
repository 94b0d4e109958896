import { describe, expect, it } from "vitest";
import { seededRandom } from "../testing/seeded-random.js";
import { checkGame } from "../testing.js";
import { formatUltimate } from "../ultimate/format.js";
import { openSpielUltimate as game } from "./game.js";

const after = (...actions: number[]) => actions.reduce(game.play, game.start());

describe("openSpielUltimate", () => {
  it("keeps the laws of a game", () => {
    checkGame(game, { seed: 3, games: 4 });
  });

  it("lets the player who chose a board move again", () => {
    expect(game.turn(after())).toBe(0);
    expect(game.turn(after(4))).toBe(0);
    expect(game.turn(after(4, 7))).toBe(1);
    expect(after(4).forced).toBe(4);
    expect(game.actions(after(4, 4))).toEqual([0, 1, 2, 3, 5, 6, 7, 8]);
  });

  it("writes actions as OpenSpiel does", () => {
    expect(game.write(4, after())).toBe("Choose local board 4");
    expect(game.write(5, after(4))).toBe("Local board 4: x(1,2)");
    expect(game.write(5, after(4, 4))).toBe("Local board 4: o(1,2)");
    expect(game.write(5)).toBe("5");
  });

  it("reads them, and numbers, where they are legal", () => {
    expect(game.read(" Choose local board 4\n", after())).toBe(4);
    expect(game.read("Local board 4: x( 1 , 2 ) ", after(4))).toBe(5);
    expect(game.read(" 5 ", after(4))).toBe(5);
    expect(game.read("Choose local board 4", after(4))).toBeNull();
    expect(game.read("Local board 4: x(1,2)", after())).toBeNull();
    expect(game.read("Local board 3: x(1,2)", after(4))).toBeNull();
    expect(game.read("Local board 4: o(1,2)", after(4))).toBeNull();
    expect(game.read("Local board 4: o(1,1)", after(4, 4))).toBeNull();
  });

  it("writes a chosen board as a forced one, as OpenSpiel does", () => {
    expect(formatUltimate(after(7)).endsWith("\n\nCurrent player: 0\nForced board: 7")).toBe(true);
  });

  it("puts the right player's mark after a free move", () => {
    // Wrong in OpenSpiel before 2.0.1.
    expect(after(0, 3, 3, 7, 5, 0, 2, 0, 1, 1, 3, 0, 0, 2, 1).cells[9 * 2 + 1]).toBe(1);
  });

  it("plays random games with the known shares of results and length", () => {
    const random = seededRandom(5);
    const games = 20_000;
    let draws = 0;
    const results = [0, 0, 0];
    const counted = (): number => {
      draws++;
      return random();
    };
    for (let roll = 0; roll < games; roll++) results[1 - game.playout!(game.start(), counted)[0]!]!++;
    // OpenSpiel over a million games, uniform over its decisions. Four standard deviations are below 0.014 and 0.35.
    expect(Math.abs(results[0]! / games - 0.41)).toBeLessThan(0.014);
    expect(Math.abs(results[1]! / games - 0.221)).toBeLessThan(0.014);
    expect(Math.abs(results[2]! / games - 0.369)).toBeLessThan(0.014);
    expect(Math.abs(draws / games - 67.16)).toBeLessThan(0.35);
  });

  it("throws on an illegal action", () => {
    expect(() => game.play(after(4, 4), 4)).toThrow(
      "games.openSpielUltimate.play: action 4 is illegal in this state; expected one of: 0, 1, 2, 3, 5, 6, 7, 8. Take an action from actions(state).",
    );
    for (const action of [-1, 9, 0.5, Number.NaN]) {
      expect(() => game.play(after(), action)).toThrow(`action ${action} is illegal`);
      expect(() => game.play(after(4), action)).toThrow(`action ${action} is illegal`);
    }
  });
});
