import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { UsageError } from "../config/usage-error.js";
import { readFenList } from "./fen-list.js";
import type { Options } from "./options.js";
import { readPgnGames } from "./pgn-games.js";
import type { GivenGame } from "./positions.js";

/** What a file tells, and its hash: another file is another dataset. */
export interface GivenGames {
  readonly games: readonly GivenGame<unknown>[];
  readonly sha256: string;
}

/**
 * Reads the whole file of `source_file`, before any work; null where the source is none.
 *
 * @throws UsageError that names the line of what no game can lead to
 */
export async function readGivenGames({ source, source_file: path }: Options): Promise<GivenGames | null> {
  if (path === null || (source !== "pgn" && source !== "fen")) return null;
  const bytes = await readFile(path).catch((cause: NodeJS.ErrnoException) => {
    throw new UsageError(
      `vlm datagen: source_file ${path} cannot be read (${cause.code}); expected a file. Check the path.`,
      { cause },
    );
  });
  const games = (source === "pgn" ? readPgnGames : readFenList)(bytes.toString("utf8"), path);
  if (games.length === 0)
    throw new UsageError(
      `vlm datagen: source_file ${path} holds no ${source === "pgn" ? "game" : "position"}; expected one at least. Check the file.`,
    );
  return { games, sha256: createHash("sha256").update(bytes).digest("hex") };
}
