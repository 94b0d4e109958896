import { decodeImage } from "@vlm/collator/node";
import type { Dataset } from "@vlm/dataset/node";
import type { Image } from "@vlm/types";
import type { GameRow } from "./datagen/recipe.js";
import type { GameEntry } from "./games/game-entry.js";

/** Rows of one split of a dataset folder, with the pictures that they show. */
export interface Positions {
  readonly entry: GameEntry<unknown, GameRow>;
  readonly rows: readonly GameRow[];
  /** By the id of the row; null where its board is told in words. */
  readonly picture: (id: string) => Image | null;
}

/** Reads a split whole. Throws on a split that is missing and on a picture that does not decode. */
export async function readPositions(
  dataset: Dataset,
  split: string,
  entry: GameEntry<unknown, GameRow>,
): Promise<Positions> {
  const rows: GameRow[] = [];
  const pictures = new Map<string, Image>();
  for await (const cells of dataset.rows(split)) {
    // The columns are the game's; their types are those that `vlm datagen` wrote.
    const row = cells as unknown as GameRow;
    rows.push(row);
    if (row.image !== null) pictures.set(row.id, await decodeImage(row.image.bytes));
  }
  return { entry, rows, picture: (id) => pictures.get(id) ?? null };
}
