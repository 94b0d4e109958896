import { featureText } from "./feature-text.js";
import type { Inspection } from "./inspection-page.js";

/** What a terminal shows: a block for each split, a line for each column. */
export function inspectionText({ facts, splits }: Inspection): string {
  const blocks = splits.map(({ name, rows, columns }) => {
    const width = Math.max(...columns.map((column) => column.name.length));
    const lines = columns.map(({ name: column, feature, nulls, figures }) => {
      const said = figures.map(({ label, value }) => `${label} ${value}`);
      if (nulls > 0) said.unshift(`${nulls} null`);
      return `  ${column.padEnd(width)}  ${[featureText(feature), ...said].join("; ")}`;
    });
    return [`${name}: ${rows.toLocaleString("en")} rows`, ...lines].join("\n");
  });
  return [...blocks, facts.map(({ label, value }) => `${label} ${value}`).join(", ")].join("\n\n");
}
