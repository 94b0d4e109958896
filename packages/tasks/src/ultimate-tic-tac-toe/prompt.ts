import type { Message } from "@vlm/types";

const SYSTEM =
  "You see an Ultimate Tic-Tac-Toe board. Rows and columns count 0, 1, 2 from the top left. " +
  "The allowed board is green. Answer with JSON between JSON_START and JSON_END.";

/** System and user message of a question; the picture follows the text. */
export function prompt(question: string): readonly Message[] {
  return [
    { role: "system", content: [{ type: "text", text: SYSTEM }] },
    { role: "user", content: [{ type: "text", text: question }, { type: "image" }] },
  ];
}
