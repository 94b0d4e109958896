import { featureText } from "./feature-text.js";
import type { Inspection } from "./inspection-page.js";
import { type Figure, tokenFigures } from "./tally.js";

/** What a terminal shows: a block for each split, a line for each column. */
export function inspectionText({ facts, splits, notes }: Inspection): string {
  const blocks = splits.map(({ name, rows, columns, tokens }) => {
    const width = Math.max(...columns.map((column) => column.name.length));
    const lines = columns.map(({ name: column, feature, nulls, figures }) => {
      const parts = [featureText(feature), nulls > 0 ? `${nulls} null` : "", said(figures)];
      return `  ${column.padEnd(width)}  ${parts.filter((part) => part !== "").join("; ")}`;
    });
    const counted = tokens
      ? [`  tokens: ${said(tokenFigures(tokens.all))}; labels: ${said(tokenFigures(tokens.labels))}`]
      : [];
    return [`${name}: ${rows.toLocaleString("en")} rows`, ...lines, ...counted].join("\n");
  });
  return [...blocks, ...notes, facts.map(({ label, value }) => `${label} ${value}`).join(", ")].join("\n\n");
}

function said(figures: readonly Figure[]): string {
  return figures.map(({ label, value }) => `${label} ${value}`).join("; ");
}
