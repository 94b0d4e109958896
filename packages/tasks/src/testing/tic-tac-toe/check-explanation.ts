import type { TicTacToeState } from "@vlm/games";
import type { SearchResult } from "@vlm/mcts";
import { type CheckedClaim, type Claims, checkSentences, sentencesOf } from "../claim.js";
import { hasRow, put } from "../plain-grid.js";
import { valueFor, winners } from "./plain-rules.js";

interface Truth {
  readonly before: string;
  readonly after: string;
  readonly mark: string;
  readonly opponent: string;
  readonly cell: number;
  readonly value: number;
}

const CLAIMS: Claims<Truth> = {
  chances: [/^([xo]) can win at (.+)\.$/, ({ before, mark }, who, at) => who === mark && is(winners(before, mark), at)],
  dangers: [
    /^([xo]) threatens (.+)\.$/,
    ({ before, opponent }, who, at) => who === opponent && is(winners(before, opponent), at),
  ],
  wins: [/^(.{6}) wins\.$/, (truth, move) => isMove(truth, move) && hasRow(truth.after, truth.mark)],
  blocks: [
    /^(.{6}|It) blocks ([xo])\.$/,
    (truth, move, who) =>
      isMove(truth, move) &&
      who === truth.opponent &&
      hasRow(put(truth.before, truth.cell, truth.opponent), truth.opponent),
  ],
  draws: [
    /^(.{6}|It) draws the game\.$/,
    (truth, move) => isMove(truth, move) && !truth.after.includes(".") && !hasRow(truth.after, truth.mark),
  ],
  fork: [
    /^(.{6}|It) makes a fork at (.+)\.$/,
    (truth, move, at) => isMove(truth, move) && threats(truth).length > 1 && isNew(truth) && is(threats(truth), at),
  ],
  threat: [
    /^(.{6}|It) makes a threat at (.+)\.$/,
    (truth, move, at) => isMove(truth, move) && threats(truth).length === 1 && isNew(truth) && is(threats(truth), at),
  ],
  deniesFork: [
    /^(.{6}|It) denies ([xo]) a fork\.$/,
    (truth, move, who) => {
      const had = winners(truth.before, who);
      const would = winners(put(truth.before, truth.cell, who), who);
      return (
        isMove(truth, move) && who === truth.opponent && would.length > 1 && would.some((cell) => !had.includes(cell))
      );
    },
  ],
  center: [/^(.{6}) takes the center\.$/, (truth, move) => isMove(truth, move) && truth.cell === 4],
  corner: [/^(.{6}) takes a corner\.$/, (truth, move) => isMove(truth, move) && [0, 2, 6, 8].includes(truth.cell)],
  edge: [/^(.{6}) takes an edge\.$/, (truth, move) => isMove(truth, move) && [1, 3, 5, 7].includes(truth.cell)],
  canThenWin: [
    /^([xo]) can then win at (.+)\.$/,
    ({ after, opponent }, who, at) => who === opponent && is(winners(after, opponent), at),
  ],
  mustAnswer: [
    /^([xo]) must answer at (.+)\.$/,
    (truth, who, at) =>
      who === truth.opponent && winners(truth.after, who).length === 0 && is(threats(truth), at) && !at.includes("and"),
  ],
  winsByForce: [
    /^([xo]) wins by force\.$/,
    ({ after, mark, opponent }, who) => valueFor(after, opponent) === (who === mark ? -1 : 1),
  ],
  bestPlayDraws: [/^Best play draws\.$/, ({ after, opponent }) => valueFor(after, opponent) === 0],
  winRate: [/^Win rate (\d+)%\.$/, ({ value }, percent) => Number(percent) === Math.round(((value + 1) / 2) * 100)],
  finalMove: [/^FINAL MOVE: (.{6})$/, isMove],
};

/**
 * Every statement of an explanation of the search's best move, judged by rules on strings, and of "by force" by trying all
 * games; also of one that a model wrote in the same words.
 */
export function checkTicTacToeExplanation(
  explanation: string,
  state: TicTacToeState,
  search: SearchResult<number>,
): readonly CheckedClaim[] {
  const before = Array.from(state.cells, (cell) => ".xo"[cell]).join("");
  const [mark, opponent] = state.player === 0 ? ["x", "o"] : ["o", "x"];
  return checkSentences(sentencesOf(explanation), CLAIMS, {
    before,
    after: put(before, search.best, mark!),
    mark: mark!,
    opponent: opponent!,
    cell: search.best,
    value: search.actions.find(({ action }) => action === search.best)?.value ?? Number.NaN,
  });
}

/** `"x(1,1)"` is the move made; so is `"It"`. */
function isMove({ mark, cell }: Truth, said: string): boolean {
  return said === "It" || said === `${mark}(${Math.floor(cell / 3)},${cell % 3})`;
}

function threats({ after, mark }: Truth): readonly number[] {
  return winners(after, mark);
}

function isNew(truth: Truth): boolean {
  const had = winners(truth.before, truth.mark);
  return threats(truth).some((cell) => !had.includes(cell));
}

/** Whether `"(0,1), (2,0) and (2,2)"` names just these cells, in this order. */
function is(cells: readonly number[], said: string): boolean {
  const named = [...said.matchAll(/\((\d),(\d)\)/g)].map(([, row, column]) => 3 * Number(row) + Number(column));
  return named.join() === cells.join() && /^[^a-z]+( and [^a-z]+)?$/.test(said);
}
