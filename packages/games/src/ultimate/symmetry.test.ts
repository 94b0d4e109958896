import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encode } from "./encoding.js";
import { ultimateTicTacToe as game } from "./game.js";
import { canonicalKey, reflect, reflectAction, rotate, rotateAction, symmetries } from "./symmetry.js";

/** Positions of random games, each with a legal action, or null where the game is over. */
const positions = fc.array(fc.nat(), { maxLength: 81, size: "max" }).map((draws) => {
  let state = game.start();
  for (const draw of draws) {
    const actions = game.actions(state);
    if (actions.length === 0) break;
    state = game.play(state, actions[draw % actions.length]!);
  }
  const actions = game.actions(state);
  return { state, action: actions[(draws.at(-1) ?? 0) % actions.length] ?? null };
});
const turns = fc.integer({ min: -9, max: 9 });

describe("symmetries of ultimateTicTacToe", () => {
  it("turns clockwise", () => {
    const corner = game.play(game.start(), 9 * 0 + 1);
    expect(rotate(corner, 1).cells[9 * 2 + 5]).toBe(1);
    expect(rotate(corner, 1).forced).toBe(5);
    expect(rotateAction(9 * 0 + 1, 1)).toBe(9 * 2 + 5);
    expect(rotateAction(9 * 0 + 1, -1)).toBe(9 * 6 + 3);
    expect(reflectAction(9 * 0 + 3)).toBe(9 * 2 + 5);
  });

  it("commutes with playing and keeps results and legal actions", () => {
    fc.assert(
      fc.property(positions, turns, ({ state, action }, quarters) => {
        const turned = rotate(state, quarters);
        expect(game.result(turned)).toEqual(game.result(state));
        const byNumber = (a: number, b: number) => a - b;
        expect(game.actions(turned)).toEqual(
          game
            .actions(state)
            .map((one) => rotateAction(one, quarters))
            .sort(byNumber),
        );
        if (action === null) return;
        expect(game.play(turned, rotateAction(action, quarters))).toEqual(rotate(game.play(state, action), quarters));
        expect(game.play(reflect(state), reflectAction(action))).toEqual(reflect(game.play(state, action)));
      }),
      { numRuns: 30 },
    );
  });

  it("is a group: turns add up, four are none, and a mirror undoes itself and turns the other way", () => {
    fc.assert(
      fc.property(positions, turns, turns, ({ state }, first, second) => {
        expect(rotate(rotate(state, first), second)).toEqual(rotate(state, first + second));
        expect(rotate(state, 4)).toEqual(state);
        expect(reflect(reflect(state))).toEqual(state);
        expect(reflect(rotate(state, first))).toEqual(rotate(reflect(state), -first));
      }),
      { numRuns: 30 },
    );
  });

  it("gives the eight images in the documented order", () => {
    fc.assert(
      fc.property(positions, ({ state }) => {
        const turned = [0, 1, 2, 3];
        expect(symmetries(state)).toEqual([
          ...turned.map((quarters) => rotate(state, quarters)),
          ...turned.map((quarters) => rotate(reflect(state), quarters)),
        ]);
      }),
      { numRuns: 30 },
    );
  });

  it("has one key for the eight images, and another for any other position", () => {
    fc.assert(
      fc.property(positions, positions, ({ state }, { state: other }) => {
        const key = canonicalKey(state);
        for (const image of symmetries(state)) expect(canonicalKey(image)).toBe(key);
        const isImage = symmetries(state).some((image) => encode(image) === encode(other));
        expect(canonicalKey(other) === key).toBe(isImage);
      }),
      { numRuns: 30 },
    );
  });

  it("counts the first moves that differ", () => {
    const keys = new Set(game.actions(game.start()).map((action) => canonicalKey(game.play(game.start(), action))));
    // By Burnside: turns by 90° fix 1 of 81, by 180° 1, each of the four mirrors 9.
    expect(keys.size).toBe((81 + 1 + 1 + 1 + 4 * 9) / 8);
  });

  it("turns by whole quarters only", () => {
    expect(() => rotate(game.start(), 0.5)).toThrow(
      "games.rotate: cannot turn by 0.5 quarters; expected a whole number. Give degrees divided by 90.",
    );
    expect(() => rotateAction(0, Number.NaN)).toThrow("games.rotateAction: cannot turn by NaN quarters");
  });
});
