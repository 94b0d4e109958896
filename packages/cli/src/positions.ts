import { decodeImage } from "@vlm/collator/node";
import { readDataset } from "@vlm/dataset/node";
import { features, type UltimateRow } from "@vlm/tasks";
import type { Image } from "@vlm/types";

/** Rows of one split of a dataset folder, with the pictures that they show. */
export interface Positions {
  readonly rows: readonly UltimateRow[];
  /** By the id of the row. */
  readonly picture: (id: string) => Image;
}

/** Reads a split whole. Throws on a folder that is not whole, a missing split or column, a picture that does not decode. */
export async function readPositions(folder: string, split: string): Promise<Positions> {
  const dataset = await readDataset(folder, { columns: Object.keys(features) });
  const rows: UltimateRow[] = [];
  const pictures = new Map<string, Image>();
  for await (const cells of dataset.rows(split)) {
    // The columns are there; their types are those that `vlm datagen` wrote.
    const row = cells as unknown as UltimateRow;
    rows.push(row);
    pictures.set(row.id, await decodeImage(row.image.bytes));
  }
  return { rows, picture: (id) => pictures.get(id)! };
}
