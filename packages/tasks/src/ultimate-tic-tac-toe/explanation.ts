import { type UltimateState, ultimateTicTacToe } from "@vlm/games";
import type { SearchResult } from "@vlm/mcts";
import { finalMove } from "../final-move.js";
import { bestOf } from "../search-columns.js";
import { winRate } from "../win-rate.js";
import { facts, type MoveFacts } from "./facts.js";
import { at } from "./square.js";

/**
 * Why the search's best move is good: where it must be played, what it does, its win rate; then the move.
 *
 * At most three sentences and 25 words, then `FINAL MOVE: (1,1)/(0,2)` on a line of its own. A draw counts as half a win.
 */
export function explain(state: UltimateState, search: SearchResult<number>): string {
  const best = bestOf(search, "explain");
  const told = facts(state, search.best);
  return `${where(told)} ${what(told)} ${winRate(best.value)}\n${finalMove(ultimateTicTacToe.write(search.best))}`;
}

function where({ forced, board }: MoveFacts): string {
  return forced ? `Forced board ${at(board)}.` : `Free move: board ${at(board)}.`;
}

function what(told: MoveFacts): string {
  return `${told.mark} at ${at(told.cell)} ${purpose(told)}${consequence(told)}.`;
}

/** The strongest thing to be said of the move. */
function purpose({ winsGame, winsBoard, gameThreats, blocks, opponent, threats, fillsBoard, cell }: MoveFacts): string {
  if (winsGame) return "wins the game";
  if (winsBoard) return gameThreats.length > 0 ? "wins the board and threatens the game" : "wins the board";
  const threat = threats.length > 1 ? "makes a fork" : threats.length === 1 ? "makes a threat" : null;
  if (blocks) return threat === null ? `blocks ${opponent}` : `blocks ${opponent} and ${threat}`;
  if (threat !== null) return threat;
  if (fillsBoard) return "fills the board";
  return cell === 4 ? "takes the center" : cell % 2 === 0 ? "takes a corner" : "takes an edge";
}

function consequence({ winsGame, drawsGame, sendsTo, opponent }: MoveFacts): string {
  if (winsGame) return "";
  if (drawsGame) return ", drawing the game";
  return sendsTo === null ? `, giving ${opponent} a free move` : `, sending ${opponent} to board ${at(sendsTo)}`;
}
