import { type Html, html } from "../page/html.js";
import type { Estimate } from "../statistics/estimate.js";

export interface ForestRow {
  readonly name: string;
  readonly estimate: Estimate;
  /** Drawn in the accent colour. */
  readonly tuned: boolean;
}

/**
 * Intervals under one another on one scale, each a bar with a dot at its value.
 *
 * A line stands where the highest `threshold` row ends: what the tuned model's whole bar must lie beyond.
 */
export function forest(
  rows: readonly ForestRow[],
  {
    highest = 1,
    format,
    threshold = false,
  }: { highest?: number; format: (estimate: Estimate) => string; threshold?: boolean },
): Html {
  const place = (value: number) => Math.min(100, Math.max(0, (100 * value) / highest));
  const controls = rows.filter((row) => !row.tuned);
  const limit = threshold && controls.length > 0 ? place(Math.max(...controls.map((row) => row.estimate.upper))) : null;
  return html`<ul class="forest">${rows.map(({ name, estimate, tuned }) => {
    const left = place(estimate.lower);
    return html`<li class="${tuned ? "tuned" : "control"}"><span class="name">${name}</span><span class="scale">${
      limit !== null && html`<i class="limit" style="left:${limit}%"></i>`
    }<i class="bar" style="left:${left}%;width:${place(estimate.upper) - left}%"></i><i class="dot" style="left:${place(estimate.value)}%"></i></span><span class="figure">${format(estimate)}</span></li>`;
  })}</ul>`;
}
