import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Features, forms, type Row } from "@vlm/dataset";
import { openImageRoot, readDataset } from "@vlm/dataset/node";
import { loadImages, readRows } from "../convert/conversations.js";
import { openSource } from "../convert/open-source.js";
import { refusal, survey } from "../convert/survey.js";

/** Rows to look at, split by split. */
export interface OpenedRows {
  readonly features: Features;
  readonly splits: readonly {
    readonly name: string;
    readonly length: number;
    rows(): AsyncIterable<Row>;
  }[];
  /** Rows that are no conversations and are not shown: how many, and why the first are. */
  readonly refused: number;
  readonly reasons: readonly string[];
}

/** A dataset folder as it is, every column; anything else that `vlm convert` reads as conversations. */
export async function openRows(path: string, split: string): Promise<OpenedRows> {
  if (existsSync(join(path, "MANIFEST.json"))) {
    const dataset = await readDataset(path);
    const splits = dataset.splits.map((name) => ({
      name,
      length: dataset.length(name),
      rows: () => dataset.rows(name),
    }));
    return { features: dataset.features, splits, refused: 0, reasons: [] };
  }
  const source = await openSource(path, split);
  const images = await openImageRoot(source.imageRoot);
  const to = forms.messages;
  const options = { from: "auto", prompt: null, images, to, badRows: "skip", onRow: () => {} } as const;
  const found = await survey(source, options);
  async function* rows(): AsyncGenerator<Row> {
    for await (const reading of readRows(source, options)) {
      if (!reading.row || (await refusal(reading, options))) continue;
      yield to.write(await loadImages(reading.row, images), found.shape) as Row;
    }
  }
  return {
    features: to.features(found.shape),
    splits: [{ name: split, length: found.rows, rows }],
    refused: found.refused,
    reasons: found.reasons,
  };
}
