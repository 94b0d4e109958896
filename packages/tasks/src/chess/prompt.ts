import { type ChessState, writeFen } from "@vlm/games";
import type { Message } from "@vlm/types";
import { sideOf } from "./piece.js";
import { metadataOf } from "./position-json.js";
import type { ChessScene } from "./scene.js";

/** The user's message of a question, after the picture. */
export function prompt(question: string, { state, shown, bottom }: Omit<ChessScene, "id">): readonly Message[] {
  const board = shown === "text" ? `Chess, FEN ${writeFen(state)}.` : `Chess, ${bottom} at the bottom.`;
  const text = { type: "text", text: `${board} ${question}` } as const;
  return [{ role: "user", content: shown === "text" ? [text] : [{ type: "image" }, text] }];
}

/** What no picture shows and legal moves depend on: `"White to move, castling KQkq, en passant none."` */
export function told(state: ChessState): string {
  const { castling_rights: castling, en_passant: enPassant } = metadataOf(state);
  return `${sideOf(state.player)} to move, castling ${castling}, en passant ${enPassant ?? "none"}.`;
}
