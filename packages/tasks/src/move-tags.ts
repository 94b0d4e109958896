import type { SearchResult } from "@vlm/mcts";
import type { Game } from "@vlm/types";
import type { Problem } from "./protocol.js";
import type { Outcome } from "./question.js";
import { regret } from "./regret.js";

const START = "<move>";
const END = "</move>";

/** What stands between the tags, without the space around it. */
export type TaggedMove =
  | { readonly move: string; readonly problem: null }
  | { readonly move: null; readonly problem: Problem };

/** `"<move>x(1,1)</move>"`. */
export function writeTags(move: string): string {
  return `${START}${move}${END}`;
}

/** The move in the first pair of tags, legal or not; text around them is ignored. Never throws. */
export function readTags(text: string): TaggedMove {
  const start = text.indexOf(START);
  if (start < 0) return { move: null, problem: "missing_start" };
  const end = text.indexOf(END, start + START.length);
  if (end < 0) return { move: null, problem: "missing_end" };
  return { move: text.slice(start + START.length, end).trim(), problem: null };
}

/** The legal action between the tags, or null. Never throws. */
export function readTagged<State>(text: string, game: Game<State, number>, state: State): number | null {
  const { move } = readTags(text);
  return move === null ? null : game.read(move, state);
}

/** Compares the move between the tags with the search's best. */
export function judgeMove<State>(
  text: string,
  game: Game<State, number>,
  state: State,
  search: SearchResult<number>,
): Outcome {
  const { move, problem } = readTags(text);
  const action = move === null ? null : game.read(move, state);
  const agrees = action === search.best;
  return {
    validJson: move !== null,
    correct: agrees,
    predicted: action === null ? move : game.write(action, state),
    problem,
    legal: action !== null,
    agrees,
    action,
    regret: regret(search, action),
  };
}
