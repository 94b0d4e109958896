import { type ChessState, readFen } from "@vlm/games";
import { UsageError } from "../config/usage-error.js";
import type { GivenGame } from "./positions.js";

/** Positions, one FEN a line; empty lines and those that begin with # say nothing. */
export function readFenList(text: string, path: string): readonly GivenGame<ChessState>[] {
  return text.split(/\r?\n/).flatMap((line, index) => {
    if (/^\s*(#|$)/.test(line)) return [];
    const { state, problem } = readFen(line);
    if (state) return [{ start: state, actions: [] }];
    throw new UsageError(
      `vlm datagen: ${path}, line ${index + 1}: no game leads to this FEN (${problem}); expected a possible position. Correct the line or remove it.`,
    );
  });
}
