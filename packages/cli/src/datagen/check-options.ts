import { resolve } from "node:path";
import { UsageError } from "../config/usage-error.js";
import { games } from "../games/games.js";
import type { Options } from "./options.js";

/** Refuses options that do not go together. */
export function checkOptions(options: Options): void {
  const {
    game,
    source,
    source_file: file,
    themes,
    piece_sets: sets,
    pictures,
    eval_fraction: held,
    test_fraction: tested,
  } = options;
  if (options.llava_dir !== null && resolve(options.llava_dir) === resolve(options.output_dir))
    throw usage(`llava_dir and output_dir are both ${options.llava_dir}`, "two folders", "Rename one");
  const told = source === "pgn" || source === "fen";
  if (told && game !== "chess")
    throw usage(`source is ${source} and game ${game}`, "chess, the one game with such files", "Set game to chess");
  if (told && file === null)
    throw usage(`source is ${source} without a file`, "source_file to name one", "Set source_file");
  if (!told && file !== null)
    throw usage(`source_file is set and source is ${source}`, "pgn or fen as source of a file", "Set source");
  for (const [name, asked, known] of [
    ["themes", themes, games[game].themes],
    ["piece_sets", sets, games[game].pieceSets],
  ] as const) {
    const unknown = asked?.find((look) => !known.includes(look));
    if (unknown !== undefined)
      throw usage(
        `${name} has ${JSON.stringify(unknown)}`,
        known.length === 0 ? `none for ${game}` : `some of ${known.join(", ")} for ${game}`,
        "Correct it, or leave it out",
      );
  }
  if (!pictures && !games[game].shown.includes("text"))
    throw usage(`pictures is false and game ${game}`, "pictures, which its questions show", "Leave pictures out");
  if (held + tested >= 1)
    throw usage(
      `eval_fraction ${held} and test_fraction ${tested} leave nothing to train on`,
      "a sum below 1",
      "Lower one of them",
    );
}

function usage(what: string, expected: string, advice: string): UsageError {
  return new UsageError(`vlm datagen: ${what}; expected ${expected}. ${advice}.`);
}
