import { type TicTacToeState, ticTacToe } from "@vlm/games";
import type { Message } from "@vlm/types";
import { withoutFinalMove } from "../final-move.js";
import { judgeMove, readTagged, writeTags } from "../move-tags.js";
import type { Shown } from "../shown.js";
import { prompt } from "./prompt.js";
import { type TicTacToeRow, ticTacToeSearchOf, ticTacToeStateOf } from "./row.js";
import { markOf } from "./state-text.js";
import type { TicTacToeQuestion } from "./task.js";

export interface TicTacToeMoveOptions {
  readonly shown?: Shown;
  /** Ask for reasons before the move. */
  readonly thinking?: boolean;
}

/** What is the best move? Classes: `"x(1,1)"`. */
export function bestMoveQuestion(
  row: TicTacToeRow,
  { shown, thinking = false }: TicTacToeMoveOptions,
): TicTacToeQuestion {
  const state = ticTacToeStateOf(row);
  const tagged = writeTags(row.action_str);
  return {
    id: `${row.id}/MOVE`,
    task: "MOVE",
    messages: ticTacToeMoveQuestion(state, { thinking, ...(shown && { shown }) }),
    reference: thinking ? `${withoutFinalMove(row.chain_of_thought)}\n${tagged}` : tagged,
    truth: row.action_str,
    score: (text) => judgeMove(text, ticTacToe, state, ticTacToeSearchOf(row)),
  };
}

/** The messages that ask for a move in a position; no answer need be known. */
export function ticTacToeMoveQuestion(
  state: TicTacToeState,
  { shown = "text", thinking = false }: TicTacToeMoveOptions = {},
): readonly Message[] {
  const mark = markOf(state.player);
  const reasons = thinking ? "Say what matters, then give" : "Give";
  return prompt(`You are ${mark}. ${reasons} your move as <move>${mark}(row,col)</move>.`, state, shown);
}

/** The legal action between the first `<move>` and `</move>`, or null. Never throws. */
export function readTicTacToeMove(text: string, state: TicTacToeState): number | null {
  return readTagged(text, ticTacToe, state);
}
