import { ticTacToe as game, type TicTacToeState } from "@vlm/games";
import { describe, expect, test } from "vitest";
import { ticTacToeCounterfactual } from "./counterfactual.js";

/** Every unfinished position that play reaches, by its marks. */
function reachable(): ReadonlyMap<string, TicTacToeState> {
  const found = new Map<string, TicTacToeState>();
  const visit = (state: TicTacToeState): void => {
    const key = state.cells.join("");
    if (found.has(key) || game.result(state) !== null) return;
    found.set(key, state);
    for (const action of game.actions(state)) visit(game.play(state, action));
  };
  visit(game.start());
  return found;
}

const positions = reachable();

describe("every counterfactual of every sixteenth position", () => {
  test("is another reachable, unfinished position that differs in its square alone, or there is none", () => {
    expect(positions.size).toBe(4_520);
    for (const [index, [key, state]] of [...positions].entries()) {
      if (index % 16 !== 0) continue;
      const others = ["0", "1", "2"];
      for (let square = 0; square < 9; square++) {
        const possible = others
          .filter((mark) => mark !== key[square])
          .map((mark) => key.slice(0, square) + mark + key.slice(square + 1))
          .filter((changed) => positions.has(changed));
        const pair = ticTacToeCounterfactual(state, square);
        expect(pair === null ? [] : [pair.after.cells.join("")]).toEqual(possible);
        if (pair !== null) expect(pair.after).toEqual(positions.get(possible[0]!));
      }
    }
  });

  test("says which true answers change: those whose references differ, the board and the turn always", () => {
    const seen = new Set<boolean>();
    for (const [index, state] of [...positions.values()].entries()) {
      if (index % 120 !== 0) continue;
      for (let square = 0; square < 9; square++) {
        const pair = ticTacToeCounterfactual(state, square, { id: "c" });
        if (pair === null) continue;
        expect(pair.square).toBe(square);
        expect(pair.questions.map(({ before }) => before.task)).toEqual([
          ...["STATE", "TURN", "THREATS"],
          ...Array.from({ length: 9 }, () => "LEGALITY"),
        ]);
        for (const { before, after, changes } of pair.questions) {
          expect(after.messages).toEqual(before.messages);
          expect(before.score(after.reference).correct).toBe(!changes);
          expect(after.score(before.reference).correct).toBe(!changes);
          if (before.task === "STATE" || before.task === "TURN") expect(changes).toBe(true);
          if (before.task === "LEGALITY") expect(changes).toBe(before.id === `c/before/${square}/LEGALITY`);
          if (before.task === "THREATS") seen.add(changes);
        }
      }
    }
    expect(seen).toEqual(new Set([true, false]));
  });
});

test("a square off the board and a finished game are the programmer's mistakes", () => {
  expect(() => ticTacToeCounterfactual(game.start(), 9)).toThrow(
    "tasks.ticTacToeCounterfactual: square 9 of a position with outcome 0; expected one of 0 to 8, and an unfinished game. Take a position that can still be played.",
  );
  const won = [0, 3, 1, 4, 2].reduce((state, action) => game.play(state, action), game.start());
  expect(() => ticTacToeCounterfactual(won, 8)).toThrow(
    "tasks.ticTacToeCounterfactual: square 8 of a position with outcome 1;",
  );
});
