import type { Feature, Features, Row } from "@vlm/dataset";
import { Reservoir } from "./reservoir.js";
import type { Spread } from "./spread.js";
import { type Figure, type Tally, tallyOf } from "./tally.js";

export interface ColumnSurvey {
  readonly name: string;
  readonly feature: Feature;
  readonly nulls: number;
  readonly figures: readonly Figure[];
  readonly spread: Spread | null;
}

export interface SampledRow {
  /** Counted from 0 in its split. */
  readonly index: number;
  readonly item: Row;
}

/** What the rows of one split hold. */
export interface SplitSurvey {
  readonly name: string;
  readonly rows: number;
  readonly columns: readonly ColumnSurvey[];
  readonly samples: readonly SampledRow[];
}

/** Reads the rows once, in order, and holds none but the samples. `onRow` is called after each. */
export async function surveySplit(
  name: string,
  rows: AsyncIterable<Row>,
  features: Features,
  { samples, seed, onRow }: { samples: number; seed: number; onRow: (row: Row, count: number) => void },
): Promise<SplitSurvey> {
  const columns = Object.entries(features).map(([column, feature]) => ({
    name: column,
    feature,
    tally: tallyOf(feature) as Tally,
    nulls: 0,
  }));
  const sample = new Reservoir<Row>(samples, { seed });
  let count = 0;
  for await (const row of rows) {
    for (const column of columns) {
      const cell = row[column.name] ?? null;
      if (cell === null) column.nulls++;
      else await column.tally.add(cell);
    }
    sample.add(row);
    onRow(row, ++count);
  }
  return {
    name,
    rows: count,
    columns: columns.map(({ name: column, feature, nulls, tally }) => ({
      name: column,
      feature,
      nulls,
      figures: nulls < count ? tally.figures : [],
      spread: tally.spread ?? null,
    })),
    samples: sample.items,
  };
}
