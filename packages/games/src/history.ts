import type { Game } from "@vlm/types";
import { quote } from "./reading.js";

/** What a history says: its actions and the state they lead to, or what is wrong with it. */
export type HistoryReading<State> =
  | { readonly actions: readonly number[]; readonly state: State; readonly problem: null }
  | { readonly actions: null; readonly state: null; readonly problem: string };

/** The actions of a game from its start as OpenSpiel's HistoryString: `"4, 0, 8"`. */
export function writeHistory(actions: readonly number[]): string {
  return actions.join(", ");
}

/**
 * Plays a history from the start, or says what is wrong. Never throws. Commas, spaces and newlines separate alike, so that
 * what OpenSpiel's `Serialize` writes is read too.
 */
export function readHistory<State>(text: string, game: Game<State, number>): HistoryReading<State> {
  const words = text.split(/[\s,]+/).filter((word) => word !== "");
  const actions: number[] = [];
  let state = game.start();
  for (const [index, word] of words.entries()) {
    const legal = game.actions(state);
    const action = /^\d{1,9}$/.test(word) ? Number(word) : Number.NaN;
    if (!legal.includes(action)) {
      const expected = legal.length === 0 ? "no more, as the game is over" : `one of: ${legal.join(", ")}`;
      return { actions: null, state: null, problem: `action ${index + 1} is ${quote(word)}; expected ${expected}` };
    }
    actions.push(action);
    state = game.play(state, action);
  }
  return { actions, state, problem: null };
}
