import { type Html, html } from "../page/html.js";
import { ticks } from "./ticks.js";

export interface LossPoint {
  readonly step: number;
  readonly loss: number;
  /** Loss on held-out samples, where it was taken. */
  readonly evalLoss?: number;
}

interface Point {
  readonly step: number;
  readonly value: number;
}

/** Losses over steps: every step faintly, their running mean, and the evaluations. Labels are text beside the drawing. */
export function lossCurve(losses: readonly LossPoint[]): Html {
  const train = losses.map(({ step, loss }) => ({ step, value: loss }));
  const held = losses.flatMap(({ step, evalLoss }) => (evalLoss === undefined ? [] : [{ step, value: evalLoss }]));
  const finite = [...train, ...held].filter((point) => Number.isFinite(point.value));
  if (finite.length === 0) return html`<p class="empty">No finite loss was logged.</p>`;
  const broken = [...train, ...held].filter((point) => !Number.isFinite(point.value));

  const xTicks = ticks(Math.max(1, ...finite.map((point) => point.step)), 6);
  const yTicks = ticks(Math.max(1e-6, ...finite.map((point) => point.value)));
  const x = (step: number) => (100 * step) / xTicks.at(-1)!;
  const y = (value: number) => 100 - (100 * Math.max(0, value)) / yTicks.at(-1)!;
  const path = (points: readonly Point[]) =>
    points
      .filter((point) => Number.isFinite(point.value))
      .map((point, index) => `${index ? "L" : "M"}${x(point.step).toFixed(2)} ${y(point.value).toFixed(2)}`)
      .join("");

  return html`<figure class="curve">
<div class="plot" role="img" aria-label="Loss over training steps">
<svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
${yTicks.map((tick) => html`<line class="grid" x1="0" x2="100" y1="${y(tick)}" y2="${y(tick)}"/>`)}
${broken.map((point) => html`<line class="broken" x1="${x(point.step)}" x2="${x(point.step)}" y1="0" y2="100"/>`)}
<path class="raw" d="${path(train)}"/>
<path class="train" d="${path(runningMean(train))}"/>
<path class="held" d="${path(held)}"/>
</svg>
${held
  .filter((point) => Number.isFinite(point.value))
  .map(
    ({ step, value }) =>
      html`<i class="dot" style="left:${x(step)}%;top:${y(value)}%" title="step ${step}: ${value.toFixed(3)}"></i>`,
  )}
${yTicks.map((tick) => html`<span class="y" style="top:${y(tick)}%">${tick}</span>`)}
${xTicks.map((tick) => html`<span class="x" style="left:${x(tick)}%">${tick}</span>`)}
</div>
<figcaption><span class="key raw">every step</span><span class="key train">running mean</span>${
    held.length > 0 && html`<span class="key held">held-out samples</span>`
  }${broken.length > 0 && html`<span class="key broken">not finite (${broken.length})</span>`}<span class="axis">optimizer step →</span></figcaption>
</figure>`;
}

/** Mean over a twentieth of the points, at least five, around each. */
function runningMean(points: readonly Point[]): readonly Point[] {
  const finite = points.filter((point) => Number.isFinite(point.value));
  const reach = Math.max(2, Math.round(finite.length / 40));
  return finite.map(({ step }, index) => {
    const near = finite.slice(Math.max(0, index - reach), index + reach + 1);
    return { step, value: near.reduce((sum, point) => sum + point.value, 0) / near.length };
  });
}
