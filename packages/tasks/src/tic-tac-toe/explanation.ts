import { type TicTacToeState, ticTacToe } from "@vlm/games";
import type { SearchResult } from "@vlm/mcts";
import { finalMove } from "../final-move.js";
import { listed } from "../listed.js";
import { bestOf } from "../search-columns.js";
import { winRate } from "../win-rate.js";
import { type TicTacToeFacts, ticTacToeFacts } from "./facts.js";
import { at } from "./state-text.js";

/**
 * Why the search's best move is good: what can be won at once, what the move does, what may follow, what the search makes of
 * it; then `FINAL MOVE: x(1,1)` on a line of its own.
 *
 * Each sentence states one thing. A draw counts as half a win; what the search has proven is said to be by force.
 */
export function explainTicTacToe(state: TicTacToeState, search: SearchResult<number>): string {
  const { value, proven } = bestOf(search, "explainTicTacToe");
  const told = ticTacToeFacts(state, search.best);
  const [deed, ...others] = deeds(told);
  const sentences = [
    ...standing(told),
    `${ticTacToe.write(told.cell, state)} ${deed}.`,
    ...others.map((other) => `It ${other}.`),
    ...(told.wins || told.draws ? [] : [...sequel(told), outlook(told, value, proven)]),
  ];
  return `${sentences.join(" ")}\n${finalMove(ticTacToe.write(told.cell, state))}`;
}

function standing({ mark, opponent, chances, dangers }: TicTacToeFacts): readonly string[] {
  return [
    ...(chances.length > 0 ? [`${mark} can win at ${places(chances)}.`] : []),
    ...(dangers.length > 0 ? [`${opponent} threatens ${places(dangers)}.`] : []),
  ];
}

/** What the move does, the weightiest first. */
function deeds(told: TicTacToeFacts): readonly string[] {
  const { opponent, wins, draws, blocks, threats, chances, forks, deniesFork } = told;
  if (wins) return ["wins"];
  const isFresh = threats.some((cell) => !chances.includes(cell));
  const known = [
    ...(blocks ? [`blocks ${opponent}`] : []),
    ...(draws ? ["draws the game"] : []),
    ...(forks ? [`makes a fork at ${places(threats)}`] : isFresh ? [`makes a threat at ${places(threats)}`] : []),
    ...(deniesFork && !draws ? [`denies ${opponent} a fork`] : []),
  ];
  return known.length > 0 ? known : [position(told)];
}

function position({ cell }: TicTacToeFacts): string {
  return cell === 4 ? "takes the center" : cell % 2 === 0 ? "takes a corner" : "takes an edge";
}

function sequel({ opponent, threats, answers }: TicTacToeFacts): readonly string[] {
  if (answers.length > 0) return [`${opponent} can then win at ${places(answers)}.`];
  return threats.length === 1 ? [`${opponent} must answer at ${places(threats)}.`] : [];
}

function outlook({ mark, opponent }: TicTacToeFacts, value: number, proven: number | null): string {
  if (proven === null) return winRate(value);
  return proven === 0 ? "Best play draws." : `${proven > 0 ? mark : opponent} wins by force.`;
}

function places(cells: readonly number[]): string {
  return listed(cells.map(at));
}
