import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ultimateTicTacToe as game } from "../ultimate/game.js";
import { fromOpenSpiel, toOpenSpiel } from "./convert.js";

const histories = fc.array(fc.nat(), { maxLength: 81, size: "max" }).map((draws) => {
  const history: number[] = [];
  let state = game.start();
  for (const draw of draws) {
    const actions = game.actions(state);
    if (actions.length === 0) break;
    const action = actions[draw % actions.length]!;
    history.push(action);
    state = game.play(state, action);
  }
  return history;
});

describe("toOpenSpiel and fromOpenSpiel", () => {
  it("chooses a board first where the move is free", () => {
    expect(toOpenSpiel([40, 36, 4])).toEqual([4, 4, 0, 4]);
    expect(fromOpenSpiel([4, 4, 0, 4])).toEqual([40, 36, 4]);
    expect(fromOpenSpiel([])).toEqual([]);
  });

  it("undo each other", () => {
    fc.assert(
      fc.property(histories, (history) => {
        expect(fromOpenSpiel(toOpenSpiel(history))).toEqual(history);
      }),
    );
  });

  it("throws where the game does not go on like that", () => {
    expect(() => toOpenSpiel([40, 0])).toThrow(
      "games.toOpenSpiel: action 0 at index 1 is illegal there; expected a game from the start, move by move. Check the list up to that index.",
    );
    expect(() => fromOpenSpiel([4, 4, 4])).toThrow(
      "games.fromOpenSpiel: decision 4 at index 2 is illegal there; expected a game from the start, move by move. Check the list up to that index.",
    );
    expect(() => fromOpenSpiel([9])).toThrow("games.fromOpenSpiel: decision 9 at index 0 is illegal there");
    expect(() => fromOpenSpiel([4])).toThrow(
      "games.fromOpenSpiel: the list ends after board 4 was chosen, at decision 0; expected a cell on it. Give the decisions of whole moves.",
    );
  });
});
