import { readDataset } from "@vlm/dataset/node";
import { type ChessRow, chessStateOf, scoreChessReading } from "@vlm/tasks";

/** What a model says of the picture of a row. */
export type Reader = (id: string) => string;

/** Seed 003's measures over the test split: valid JSON, valid position, exact JSON, exact FEN, exact board, share of squares. */
export async function measure(dataset: string, reader: Reader): Promise<readonly number[]> {
  const sums = [0, 0, 0, 0, 0, 0];
  let rows = 0;
  for await (const row of (await readDataset<ChessRow>(dataset)).rows("test")) {
    const score = scoreChessReading(reader(row.id), chessStateOf(row), { bottom: row.bottom });
    const { validJson, validPosition, exactJson, exactFen, exactBoard, squares } = score;
    for (const [index, value] of [validJson, validPosition, exactJson, exactFen, exactBoard, squares].entries())
      sums[index]! += Number(value);
    rows++;
  }
  return sums.map((sum) => sum / rows);
}
