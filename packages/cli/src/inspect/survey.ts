import type { Feature, Features, Row } from "@vlm/dataset";
import type { TokenCount } from "./count-tokens.js";
import { Reservoir } from "./reservoir.js";
import { Spread } from "./spread.js";
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
  /** Of each row, where a checkpoint counts them. */
  readonly tokens: { readonly all: Spread; readonly labels: Spread } | null;
}

export interface SurveyOptions {
  /** Rows to keep. */
  readonly samples: number;
  readonly seed: number;
  readonly countTokens: ((row: Row) => Promise<TokenCount>) | null;
  /** Called after each row. */
  readonly onRow: (count: number) => void;
}

/** Reads the rows once, in order, and holds none but the samples. */
export async function surveySplit(
  name: string,
  rows: AsyncIterable<Row>,
  features: Features,
  { samples, seed, countTokens, onRow }: SurveyOptions,
): Promise<SplitSurvey> {
  const columns = Object.entries(features).map(([column, feature]) => ({
    name: column,
    feature,
    tally: tallyOf(feature) as Tally,
    nulls: 0,
  }));
  const sample = new Reservoir<Row>(samples, { seed });
  const tokens = countTokens && { all: new Spread(), labels: new Spread() };
  let count = 0;
  for await (const row of rows) {
    for (const column of columns) {
      const cell = row[column.name] ?? null;
      if (cell === null) column.nulls++;
      else await column.tally.add(cell);
    }
    sample.add(row);
    if (countTokens && tokens) {
      const counted = await countTokens(row);
      tokens.all.add(counted.tokens);
      tokens.labels.add(counted.labels);
    }
    onRow(++count);
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
    tokens,
  };
}
