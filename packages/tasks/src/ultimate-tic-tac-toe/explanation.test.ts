import { ultimateTicTacToe as game } from "@vlm/games";
import { expect, test } from "vitest";
import { choose } from "../choose.js";
import { randomOf } from "../random.js";
import { explain, withoutFinalMove } from "./explanation.js";
import type { MoveFacts } from "./facts.js";
import { positionOf, truthOf } from "./plain-rules.test.kit.js";
import { flatSearch, randomPositions } from "./random-rows.test.kit.js";

/** What each wording claims, checked against the rules written anew. */
const CLAIMS: readonly (readonly [RegExp, (truth: MoveFacts, ...groups: string[]) => boolean])[] = [
  [/^Forced board \((\d), (\d)\)/, (truth, ...at) => truth.forced && truth.board === index(at)],
  [/^Free move: board \((\d), (\d)\)/, (truth, ...at) => !truth.forced && truth.board === index(at)],
  [/([XO]) at \((\d), (\d)\)/, (truth, mark, ...at) => truth.mark === mark && truth.cell === index(at)],
  [/wins the game/, (truth) => truth.winsGame],
  [/wins the board/, (truth) => truth.winsBoard],
  [/threatens the game/, (truth) => truth.gameThreats.length > 0],
  [/blocks ([XO])/, (truth, mark) => truth.blocks && truth.opponent === mark],
  [/makes a threat/, (truth) => truth.threats.length === 1],
  [/makes a fork/, (truth) => truth.threats.length > 1],
  [/fills the board/, (truth) => truth.fillsBoard],
  [/takes the center/, (truth) => truth.cell === 4],
  [/takes a corner/, (truth) => [0, 2, 6, 8].includes(truth.cell)],
  [/takes an edge/, (truth) => [1, 3, 5, 7].includes(truth.cell)],
  [/drawing the game/, (truth) => truth.drawsGame],
  [
    /sending ([XO]) to board \((\d), (\d)\)/,
    (truth, mark, ...at) => truth.opponent === mark && truth.sendsTo === index(at),
  ],
  [
    /giving ([XO]) a free move/,
    (truth, mark) => truth.opponent === mark && truth.sendsTo === null && !truth.winsGame && !truth.drawsGame,
  ],
];

const SHAPE =
  /^(Forced board|Free move: board) \(\d, \d\)\. [XO] at \(\d, \d\) [a-zA-Z ]+(, [a-zA-Z ]+( \(\d, \d\))?)?\. Win rate \d+%\.\nFINAL MOVE: \(\d,\d\)\/\(\d,\d\)$/;

function index([row, column]: readonly string[]): number {
  return 3 * Number(row) + Number(column);
}

const random = randomOf("explanations");
const cases = randomPositions(4_000, "explanations").map((state) => {
  const actions = game.actions(state).map((action) => ({ action, visits: 1, value: 2 * random() - 1, proven: null }));
  const best = choose(actions, random);
  const search = { best: best.action, value: best.value, simulations: actions.length, actions };
  return { state, best, text: explain(state, search) };
});

test("4,000 random moves: every claim of every explanation is true", () => {
  const seen = CLAIMS.map(() => 0);
  for (const { state, best, text } of cases) {
    const truth = truthOf(positionOf(state), best.action);
    expect(text).toMatch(SHAPE);
    CLAIMS.forEach(([pattern, holds], claim) => {
      const match = pattern.exec(text);
      if (match === null) return;
      seen[claim]!++;
      expect(holds(truth, ...match.slice(1)), `${text}\n${positionOf(state).boards.join(" ")}`).toBe(true);
    });
    expect(text).toContain(`Win rate ${Math.round(((best.value + 1) / 2) * 100)}%.`);
    expect(text.endsWith(`\nFINAL MOVE: ${game.write(best.action)}`)).toBe(true);
  }
  // Every wording was put to the test.
  expect(Math.min(...seen)).toBeGreaterThan(0);
});

test("a win, a block and a fork are never passed over", () => {
  for (const { state, best, text } of cases) {
    const truth = truthOf(positionOf(state), best.action);
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
