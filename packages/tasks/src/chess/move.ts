import { type ChessState, chess } from "@vlm/games";
import type { SearchResult } from "@vlm/mcts";
import type { Message } from "@vlm/types";
import { withoutFinalMove } from "../final-move.js";
import { judgeMove, readTagged, writeTags } from "../move-tags.js";
import type { Shown } from "../shown.js";
import type { ChessColor } from "./piece.js";
import { prompt, told } from "./prompt.js";
import { type ChessRow, chessSearchOf, chessStateOf } from "./row.js";
import type { ChessQuestion } from "./task.js";

export interface ChessMoveOptions {
  readonly shown?: Shown;
  readonly bottom?: ChessColor;
  /** Ask for reasons before the move. */
  readonly thinking?: boolean;
}

/** What is the best move? Classes: `"e2e4"`. */
export function bestMoveQuestion(row: ChessRow, { thinking = false, ...how }: ChessMoveOptions): ChessQuestion {
  const state = chessStateOf(row);
  const search = searched(row);
  const best = chess.write(search.best);
  const tagged = writeTags(best);
  return {
    id: `${row.id}/MOVE`,
    task: "MOVE",
    messages: chessMoveQuestion(state, { thinking, ...how }),
    reference: thinking ? `${withoutFinalMove(row.chain_of_thought ?? "")}\n${tagged}` : tagged,
    truth: best,
    score: (text) => judgeMove(text, chess, state, search),
  };
}

/** The messages that ask for a move in a position; no answer need be known. */
export function chessMoveQuestion(
  state: ChessState,
  { shown = "text", bottom = "white", thinking = false }: ChessMoveOptions = {},
): readonly Message[] {
  const reasons = thinking ? "Say what matters, then give" : "Give";
  return prompt(`${told(state)} ${reasons} your move in UCI as <move>MOVE</move>.`, { state, shown, bottom });
}

/** The legal action between the first `<move>` and `</move>`, in UCI or SAN, or null. Never throws. */
export function readChessMove(text: string, state: ChessState): number | null {
  return readTagged(text, chess, state);
}

function searched(row: ChessRow): SearchResult<number> {
  const search = chessSearchOf(row);
  if (search !== null) return search;
  throw new Error(
    `tasks.drawChessQuestion: row ${row.id} has no search; expected one to ask for its best move. Make the row with a search, or ask something else.`,
  );
}
