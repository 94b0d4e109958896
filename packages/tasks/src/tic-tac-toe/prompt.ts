import type { TicTacToeState } from "@vlm/games";
import type { Message } from "@vlm/types";
import type { Shown } from "../shown.js";
import { stateText } from "./state-text.js";

const BOARD = "Tic-Tac-Toe. Rows and columns count 0, 1, 2 from the top left.";

/** The user's message of a question; a picture follows the text. */
export function prompt(question: string, state: TicTacToeState, shown: Shown): readonly Message[] {
  const words = shown === "text" ? `${BOARD} The board:\n\n${stateText(state)}\n\n${question}` : `${BOARD} ${question}`;
  const text = { type: "text", text: words } as const;
  return [{ role: "user", content: shown === "text" ? [text] : [text, { type: "image" }] }];
}
