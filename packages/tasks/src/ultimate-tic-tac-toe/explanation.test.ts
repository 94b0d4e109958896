import { ultimateTicTacToe as game } from "@vlm/games";
import { expect, test } from "vitest";
import { withoutFinalMove } from "../final-move.js";
import { randomOf } from "../random.js";
import { randomSearch } from "../random-positions.test.kit.js";
import { checkExplanation } from "../testing/ultimate-tic-tac-toe/check-explanation.js";
import { positionOf, truthOf } from "../testing/ultimate-tic-tac-toe/plain-rules.js";
import { explain } from "./explanation.js";
import { flatSearch, randomPositions } from "./random-rows.test.kit.js";

const SHAPE =
  /^(Forced board|Free move: board) \(\d, \d\)\. [XO] at \(\d, \d\) [a-zA-Z ]+(, [a-zA-Z ]+( \(\d, \d\))?)?\. Win rate \d+%\.\nFINAL MOVE: \(\d,\d\)\/\(\d,\d\)$/;

const random = randomOf("explanations");
const cases = randomPositions(4_000, "explanations").map((state) => {
  const search = randomSearch(game, state, random);
  return { state, search, text: explain(state, search) };
});

/** Every kind of statement that an explanation makes. */
const KINDS = [
  ...["forcedBoard", "freeMove", "square", "winsGame", "winsBoard", "threatensGame", "blocks", "threat", "fork"],
  ...["fillsBoard", "center", "corner", "edge", "drawsGame", "sends", "freesOpponent", "winRate", "finalMove"],
];

test("4,000 random moves: every statement of every explanation is true", () => {
  const seen = new Set<string | null>();
  for (const { state, search, text } of cases) {
    expect(text).toMatch(SHAPE);
    for (const { claim, sentence, holds } of checkExplanation(text, state, search)) {
      expect(holds, `${sentence}\n${text}\n${positionOf(state).boards.join(" ")}`).toBe(true);
      seen.add(claim);
    }
  }
  expect([...seen].sort()).toEqual(KINDS.sort());
});

test("a statement about another move is found out", () => {
  let found = 0;
  for (const { state, search, text } of cases.slice(0, 500)) {
    const other = search.actions.find(({ action }) => action !== search.best);
    if (other === undefined) continue;
    const claims = checkExplanation(text, state, { ...search, best: other.action });
    expect(claims.at(-1)).toMatchObject({ claim: "finalMove", holds: false });
    if (claims.slice(0, -2).some(({ holds }) => !holds)) found++;
    expect(checkExplanation(`The moon is full. ${text}`, state, search)[0]).toMatchObject({
      claim: null,
      holds: false,
    });
  }
  expect(found).toBeGreaterThan(400);
});

test("a win, a block and a fork are never passed over", () => {
  for (const { state, search, text } of cases) {
    const truth = truthOf(positionOf(state), search.best);
    if (truth.winsGame) expect(text).toContain("wins the game");
    else if (truth.winsBoard) expect(text).toContain("wins the board");
    else if (truth.blocks) expect(text).toContain("blocks");
    if (truth.threats.length > 1) expect(text).toContain("fork");
  }
});

test("three sentences and at most 25 words stand before the final move", () => {
  for (const { text } of cases) {
    const words = withoutFinalMove(text).split(/\s+/);
    expect(words.length).toBeLessThanOrEqual(25);
    expect(withoutFinalMove(text).match(/[a-z)%]\.( |$)/g)).toHaveLength(3);
  }
});

test("a search that does not hold its own best action is the programmer's mistake", () => {
  const search = flatSearch(game.start(), random);
  expect(() => explain(game.start(), { ...search, best: 99 })).toThrow(
    "tasks.explain: best action 99 is not among the 81 actions of the search; expected its value there. Hand in the search as it was returned.",
  );
});
