import type { Evaluation } from "../evaluation.js";
import { evaluationSection } from "./evaluation-section.js";
import { gamesSection, type ReportGame } from "./games-section.js";
import { type Html, html, verbatim } from "./html.js";
import { type LossPoint, lossCurve } from "./loss-curve.js";
import type { ReportMeans } from "./means-card.js";
import { type ReportSample, samplesSection } from "./samples-section.js";
import { script } from "./script.js";
import { style } from "./style.js";

export interface Report {
  readonly title: string;
  /** Paragraphs under the title. */
  readonly summary: readonly string[];
  /** Short figures in a row: `{ label: "training positions", value: "412" }`. */
  readonly facts?: readonly { readonly label: string; readonly value: string }[];
  readonly samples: readonly ReportSample[];
  readonly losses: readonly LossPoint[];
  /** By name, in the order of rows. */
  readonly evaluations: Readonly<Record<string, Evaluation>>;
  /** Name of the evaluation that the others control. */
  readonly tuned: string;
  /** Means that are no proportions, such as regret. */
  readonly means?: readonly ReportMeans[];
  readonly games: readonly ReportGame[];
}

/**
 * One HTML page that needs nothing but itself: no request leaves it, and it says so to the browser.
 *
 * All text is escaped. Pictures are PNG data URIs; anything else throws.
 */
export function report({
  title,
  summary,
  facts = [],
  samples,
  losses,
  evaluations,
  tuned,
  means = [],
  games,
}: Report): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${verbatim(style)}</style>
</head>
<body>
<main>
<header class="top"><h1>${title}</h1>${summary.map((paragraph) => html`<p>${paragraph}</p>`)}</header>
${
  facts.length > 0 &&
  html`<dl class="facts">${facts.map(({ label, value }) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>`
}
${section(
  "Evaluation",
  "Each bar is a 95 % interval, each dot the value measured. The dashed line is the highest upper end of the controls: a task counts as learned when the tuned model's whole bar lies to the right of it.",
  evaluationSection(evaluations, tuned, means),
)}
${section("Training", "Loss of the assistant's tokens.", lossCurve(losses))}
${section("Answers", `What ${tuned} said to held-out positions.`, samplesSection(samples))}
${section("Games", "A move marked as replaced stands in for an answer that was illegal or unreadable.", gamesSection(games))}
</main>
<script>${verbatim(script)}</script>
</body>
</html>
`.markup;
}

function section(title: string, note: string, body: Html): Html {
  return html`<section><h2>${title}</h2><p class="note">${note}</p>${body}</section>`;
}
