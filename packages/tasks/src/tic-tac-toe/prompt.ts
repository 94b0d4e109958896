import type { TicTacToeState } from "@vlm/games";
import type { Message } from "@vlm/types";
import { stateText } from "./state-text.js";

/** How a question shows the board: as a picture, which follows the text, or in words. */
export type Shown = "picture" | "text";

const BOARD = "Tic-Tac-Toe. Rows and columns count 0, 1, 2 from the top left.";

/** The user's message of a question. */
export function prompt(question: string, state: TicTacToeState, shown: Shown): readonly Message[] {
  const words = shown === "text" ? `${BOARD} The board:\n\n${stateText(state)}\n\n${question}` : `${BOARD} ${question}`;
  const text = { type: "text", text: words } as const;
  return [{ role: "user", content: shown === "text" ? [text] : [text, { type: "image" }] }];
}
