import { type Html, html } from "../page/html.js";
import type { Estimate } from "../statistics/estimate.js";
import { decimal } from "../table.js";
import { forest } from "./forest.js";

/** Means of a quantity of at least 0, with intervals, on a scale of their own. */
export interface ReportMeans {
  readonly title: string;
  /** What the number is and which direction is good. */
  readonly note: string;
  readonly rows: Readonly<Record<string, Estimate>>;
}

export function meansCard({ title, note, rows }: ReportMeans, tuned: string): Html {
  const entries = Object.entries(rows);
  const ends = entries.map(([, estimate]) => (Number.isFinite(estimate.upper) ? estimate.upper : estimate.value));
  const counts = [...new Set(entries.map(([, estimate]) => estimate.count))].sort((a, b) => a - b);
  return html`<article class="card task"><header><h3>${title}</h3><span class="n">n = ${counts.join(", ")}</span></header>
<p class="meaning">${note}</p>${forest(
    entries.map(([name, estimate]) => ({ name, estimate, tuned: name === tuned })),
    { highest: Math.max(1e-9, ...ends) * 1.05, format: decimal },
  )}</article>`;
}
