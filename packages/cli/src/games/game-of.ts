import type { Features } from "@vlm/dataset";
import type { GameRow } from "../datagen/recipe.js";
import type { GameEntry } from "./game-entry.js";
import { games } from "./games.js";

/** The game whose columns a dataset has, all of them; null where it has no game's. */
export function gameOf(features: Features): GameEntry<unknown, GameRow> | null {
  return Object.values(games).find((entry) => Object.keys(entry.features).every((name) => name in features)) ?? null;
}
