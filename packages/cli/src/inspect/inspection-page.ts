import type { Features } from "@vlm/dataset";
import { type Fact, type Html, html, page, section } from "@vlm/eval/page";
import { featureText } from "./feature-text.js";
import { histogram } from "./histogram.js";
import { inspectStyle } from "./inspect-style.js";
import { sampleCard } from "./sample-card.js";
import type { Spread } from "./spread.js";
import type { ColumnSurvey, SplitSurvey } from "./survey.js";
import { tokenFigures } from "./tally.js";

export interface Inspection {
  readonly name: string;
  readonly features: Features;
  readonly facts: readonly Fact[];
  readonly splits: readonly SplitSurvey[];
  /** What was left out, and why. */
  readonly notes: readonly string[];
}

/** A dataset to look at: its columns with their spreads, and sampled rows with their pictures. */
export function inspectionPage({ name, features, facts, splits, notes }: Inspection): string {
  return page({
    title: name,
    summary: notes,
    facts,
    style: inspectStyle,
    sections: splits.flatMap((split) => [
      section(
        split.name,
        `${split.rows.toLocaleString("en")} rows.`,
        columnTable([...split.columns.map(shown), ...tokenRows(split)]),
      ),
      section(
        `Rows of ${split.name}`,
        `${split.samples.length} drawn at random, in order.`,
        html`<div class="rows">${split.samples.map(({ index, item }) =>
          sampleCard(item, features, `row ${index.toLocaleString("en")}`),
        )}</div>`,
      ),
    ]),
  });
}

/** Tokens stand under the columns, as two more. */
function tokenRows({ tokens }: SplitSurvey): readonly Shown[] {
  if (!tokens) return [];
  const row = (name: string, spread: Spread): Shown => ({
    name,
    type: "of a row",
    nulls: 0,
    figures: tokenFigures(spread),
    spread,
  });
  return [row("tokens", tokens.all), row("label tokens", tokens.labels)];
}

function shown({ feature, ...column }: ColumnSurvey): Shown {
  return { ...column, type: featureText(feature) };
}

interface Shown extends Pick<ColumnSurvey, "name" | "nulls" | "figures" | "spread"> {
  readonly type: string;
}

function columnTable(columns: readonly Shown[]): Html {
  return html`<div class="card scroll"><table class="columns"><thead><tr><th>column</th><th>type</th><th>null</th><th>holds</th><th></th></tr></thead><tbody>${columns.map(
    ({ name, type, nulls, figures, spread }) =>
      html`<tr><td>${name}</td><td><code>${type}</code></td><td>${nulls > 0 && String(nulls)}</td><td><dl class="figures">${figures.map(
        ({ label, value }) => html`<div class="${label}"><dt>${label}</dt><dd>${value}</dd></div>`,
      )}</dl></td><td>${spread !== null && spread.greatest > spread.least && histogram(spread, { label: `Spread of ${name}` })}</td></tr>`,
  )}</tbody></table></div>`;
}
