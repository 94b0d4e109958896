import type { UltimateState } from "@vlm/games";
import type { SearchResult } from "@vlm/mcts";
import type { MoveFacts } from "../../ultimate-tic-tac-toe/facts.js";
import { type CheckedClaim, type Claims, checkSentences } from "../claim.js";
import { positionOf, truthOf } from "./plain-rules.js";

interface Truth extends MoveFacts {
  readonly value: number;
}

const CLAIMS: Claims<Truth> = {
  forcedBoard: [/^Forced board \((\d), (\d)\)$/, (truth, ...at) => truth.forced && truth.board === index(at)],
  freeMove: [/^Free move: board \((\d), (\d)\)$/, (truth, ...at) => !truth.forced && truth.board === index(at)],
  square: [/^([XO]) at \((\d), (\d)\)$/, (truth, mark, ...at) => truth.mark === mark && truth.cell === index(at)],
  winsGame: [/^wins the game$/, (truth) => truth.winsGame],
  winsBoard: [/^wins the board$/, (truth) => truth.winsBoard],
  threatensGame: [/^threatens the game$/, (truth) => truth.gameThreats.length > 0],
  blocks: [/^blocks ([XO])$/, (truth, mark) => truth.blocks && truth.opponent === mark],
  threat: [/^makes a threat$/, (truth) => truth.threats.length === 1],
  fork: [/^makes a fork$/, (truth) => truth.threats.length > 1],
  fillsBoard: [/^fills the board$/, (truth) => truth.fillsBoard],
  center: [/^takes the center$/, (truth) => truth.cell === 4],
  corner: [/^takes a corner$/, (truth) => [0, 2, 6, 8].includes(truth.cell)],
  edge: [/^takes an edge$/, (truth) => [1, 3, 5, 7].includes(truth.cell)],
  drawsGame: [/^drawing the game$/, (truth) => truth.drawsGame],
  sends: [
    /^sending ([XO]) to board \((\d), (\d)\)$/,
    (truth, mark, ...at) => truth.opponent === mark && truth.sendsTo === index(at),
  ],
  freesOpponent: [
    /^giving ([XO]) a free move$/,
    (truth, mark) => truth.opponent === mark && truth.sendsTo === null && !truth.winsGame && !truth.drawsGame,
  ],
  winRate: [/^Win rate (\d+)%\.$/, ({ value }, percent) => Number(percent) === Math.round(((value + 1) / 2) * 100)],
  finalMove: [
    /^FINAL MOVE: \((\d),(\d)\)\/\((\d),(\d)\)$/,
    (truth, row, column, ...at) => truth.board === index([row!, column!]) && truth.cell === index(at),
  ],
};

/**
 * Every statement of an explanation of the search's best move, judged by rules on strings; also of one that a model wrote
 * in the same words.
 */
export function checkExplanation(
  explanation: string,
  state: UltimateState,
  search: SearchResult<number>,
): readonly CheckedClaim[] {
  const { value } = search.actions.find(({ action }) => action === search.best) ?? { value: Number.NaN };
  return checkSentences(statementsOf(explanation), CLAIMS, { ...truthOf(positionOf(state), search.best), value });
}

/** One statement each: sentences, and what a sentence says of the square, of the move and of what follows. */
function statementsOf(explanation: string): readonly string[] {
  return explanation
    .replace(
      /(?<=\))\. |(?<=[a-z])\. (?=Win rate)|(?<=[XO] at \(\d, \d\)) | and (?=makes|threatens)|, (?=[sgd][a-z])/g,
      "\n",
    )
    .split("\n");
}

function index([row, column]: readonly string[]): number {
  return 3 * Number(row) + Number(column);
}
