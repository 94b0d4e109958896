import { type Html, html, verbatim } from "./html.js";
import { style } from "./style.js";

export interface Page {
  readonly title: string;
  /** Paragraphs under the title. */
  readonly summary: readonly string[];
  /** Short figures in a row. */
  readonly facts?: readonly Fact[];
  readonly sections: readonly Html[];
  /** CSS and JavaScript of the page's own, beside the common style. */
  readonly style?: string;
  readonly script?: string;
}

/** `{ label: "training positions", value: "412" }` */
export interface Fact {
  readonly label: string;
  readonly value: string;
}

/** One HTML page that needs nothing but itself: no request leaves it, and it says so to the browser. All text is escaped. */
export function page({ title, summary, facts = [], sections, style: own = "", script = "" }: Page): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${verbatim(style + own)}</style>
</head>
<body>
<main>
<header class="top"><h1>${title}</h1>${summary.map((paragraph) => html`<p>${paragraph}</p>`)}</header>
${
  facts.length > 0 &&
  html`<dl class="facts">${facts.map(({ label, value }) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>`
}
${sections}
</main>
${script !== "" && html`<script>${verbatim(script)}</script>`}
</body>
</html>
`.markup;
}

export function section(title: string, note: string, body: Html): Html {
  return html`<section><h2>${title}</h2>${note !== "" && html`<p class="note">${note}</p>`}${body}</section>`;
}
