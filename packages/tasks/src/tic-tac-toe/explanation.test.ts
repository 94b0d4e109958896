import { ticTacToe as game } from "@vlm/games";
import { expect, test } from "vitest";
import { checkTicTacToeExplanation } from "../testing/tic-tac-toe/check-explanation.js";
import { explainTicTacToe } from "./explanation.js";
import { ticTacToeFacts } from "./facts.js";
import { randomCases } from "./random-rows.test.kit.js";
import { stateText } from "./state-text.js";

const cases = randomCases(1_200, "tic-tac-toe explanations").map((one) => ({
  ...one,
  text: explainTicTacToe(one.state, one.search),
}));

/** Every kind of statement that an explanation makes. */
const KINDS = [
  ...["chances", "dangers", "wins", "blocks", "draws", "fork", "threat", "deniesFork", "center", "corner", "edge"],
  ...["canThenWin", "mustAnswer", "winsByForce", "bestPlayDraws", "winRate", "finalMove"],
];

test("1,200 moves: every statement of every explanation is true, by rules on strings and by trying all games", () => {
  const seen = new Set<string | null>();
  for (const { state, search, text } of cases) {
    for (const { claim, sentence, holds } of checkTicTacToeExplanation(text, state, search)) {
      expect(holds, `${sentence}\n${text}\n${stateText(state)}`).toBe(true);
      seen.add(claim);
    }
  }
  expect([...seen].sort()).toEqual(KINDS.sort());
});

test("a win, a block, a fork and a danger are never passed over", () => {
  for (const { state, search, text } of cases) {
    const told = ticTacToeFacts(state, search.best);
    if (told.wins) expect(text).toContain(" wins.");
    else if (told.blocks) expect(text).toContain(" blocks ");
    if (told.forks) expect(text).toContain(" a fork at ");
    if (told.chances.length > 0) expect(text).toContain(" can win at ");
    if (told.dangers.length > 0) expect(text).toContain(" threatens ");
  }
});

test("a statement about another move or another position is found out", () => {
  let found = 0;
  for (const { state, search, text } of cases) {
    const other = search.actions.find(({ action }) => action !== search.best);
    if (other === undefined) continue;
    const claims = checkTicTacToeExplanation(text, state, { ...search, best: other.action });
    expect(claims.at(-1)).toMatchObject({ claim: "finalMove", holds: false });
    found += claims.slice(0, -1).filter(({ holds }) => !holds).length;
    const unknown = checkTicTacToeExplanation(`The moon is full. ${text}`, state, search);
    expect(unknown[0]).toEqual({ sentence: "The moon is full.", claim: null, holds: false });
  }
  expect(found).toBeGreaterThan(cases.length);
});

test("is written to the letter", () => {
  // x . o
  // . x .   x to move
  // . . o
  const state = [0, 2, 4, 8].reduce((position, action) => game.play(position, action), game.start());
  const say = (best: number, value: number, proven: number | null): string =>
    explainTicTacToe(state, {
      best,
      value,
      simulations: 10,
      actions: game.actions(state).map((action) => ({ action, visits: 1, value: action === best ? value : 0, proven })),
    });
  expect(say(5, 1, 1)).toBe(
    "o threatens (1,2). x(1,2) blocks o. It makes a threat at (1,0). o must answer at (1,0). x wins by force.\nFINAL MOVE: x(1,2)",
  );
  expect(say(3, 0.24, null)).toBe(
    "o threatens (1,2). x(1,0) makes a fork at (1,2) and (2,0). o can then win at (1,2). Win rate 62%.\nFINAL MOVE: x(1,0)",
  );
});

test("a search that does not hold its own best action is the programmer's mistake", () => {
  const { state, search } = cases[0]!;
  expect(() => explainTicTacToe(state, { ...search, best: 99 })).toThrow(
    /^tasks\.explainTicTacToe: best action 99 is not among the \d actions of the search; expected its value there\. Hand in the search as it was returned\.$/,
  );
});

test("facts of an illegal action are the programmer's mistake", () => {
  expect(() => ticTacToeFacts(game.play(game.start(), 4), 4)).toThrow(
    "tasks.ticTacToeFacts: action 4 is illegal in this position; expected one of 0, 1, 2, 3, 5, 6, 7, 8. Take an action from ticTacToe.actions(state).",
  );
});
