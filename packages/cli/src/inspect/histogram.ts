import { type Html, html } from "@vlm/eval/page";
import type { Spread } from "./spread.js";
import { short } from "./tally.js";

const BINS = 24;

/** A row of bars with the least and the greatest number under its ends. */
export function histogram(spread: Spread, { label }: { readonly label: string }): Html {
  const counts = spread.histogram(BINS);
  const highest = Math.max(...counts);
  return html`<figure class="histogram"><svg viewBox="0 0 ${BINS} 10" preserveAspectRatio="none" role="img" aria-label="${label}">${counts.map(
    (count, bin) => {
      const height = (10 * count) / highest;
      return count > 0 && html`<rect x="${bin + 0.1}" y="${10 - height}" width="0.8" height="${height}"/>`;
    },
  )}</svg><figcaption><span>${short(spread.least)}</span><span>${short(spread.greatest)}</span></figcaption></figure>`;
}
