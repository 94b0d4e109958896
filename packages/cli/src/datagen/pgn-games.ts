import { type ChessState, readPgn } from "@vlm/games";
import { UsageError } from "../config/usage-error.js";
import type { GivenGame } from "./positions.js";

/** The main lines of a PGN's games. One game that cannot be read spoils the file. */
export function readPgnGames(text: string, path: string): readonly GivenGame<ChessState>[] {
  return readPgn(text).map((reading) => {
    if (reading.game)
      return { start: reading.game.start, actions: reading.game.line.moves.map(({ action }) => action) };
    throw new UsageError(
      `vlm datagen: ${path}: ${reading.problem}; expected games of chess in PGN. Correct the game or remove it.`,
    );
  });
}
