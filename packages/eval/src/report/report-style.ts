/** What the report adds to the page's style: one accent for the tuned model, greys for the controls. */
export const reportStyle = `
.tasks { columns: 2 460px; column-gap: 16px; }
.task { break-inside: avoid; margin-bottom: 16px; }
.task header { display: flex; flex-wrap: wrap; align-items: baseline; gap: 4px 12px; }
.task .n { color: var(--soft); font-size: 14px; margin-right: auto; font-variant-numeric: tabular-nums; }
.meaning { font-size: 14px; color: var(--soft); margin: 4px 0 10px; }
.forest li { display: grid; grid-template-columns: minmax(86px, 26%) 1fr 158px; align-items: center; gap: 12px; padding: 3px 0; font-size: 14px; }
.forest .name { overflow-wrap: anywhere; line-height: 1.3; color: var(--soft); }
.forest .tuned .name { color: var(--ink); font-weight: 650; }
.forest .figure { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; font-size: 13px; color: var(--soft); }
.forest .tuned .figure { color: var(--ink); }
.scale { position: relative; height: 22px; border-radius: 4px; background: linear-gradient(90deg, transparent calc(100% - 1px), var(--line) 0) 0 0 / 25% 100%, var(--track); }
.scale i { position: absolute; }
.scale .bar { top: 7px; height: 8px; min-width: 2px; border-radius: 4px; background: var(--control-soft); box-shadow: inset 0 0 0 1px var(--control); }
.scale .dot { top: 6px; width: 10px; height: 10px; margin-left: -5px; border-radius: 50%; background: var(--control); }
.scale .limit { top: -4px; bottom: -4px; border-left: 1.5px dashed var(--soft); opacity: 0.75; }
.tuned .scale .bar { background: var(--accent-soft); box-shadow: inset 0 0 0 1px var(--accent); }
.tuned .scale .dot { background: var(--accent); }

.curve { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 24px 28px 16px 20px; }
.plot { position: relative; height: clamp(220px, 34vw, 340px); margin: 0 0 30px 40px; }
.plot svg { position: absolute; inset: 0; width: 100%; height: 100%; overflow: visible; }
.plot svg * { fill: none; vector-effect: non-scaling-stroke; stroke-linejoin: round; }
.plot .grid { stroke: var(--line); stroke-width: 1; }
.plot path.raw { stroke: var(--accent); stroke-width: 1; opacity: 0.3; }
.plot path.train { stroke: var(--accent); stroke-width: 2.25; }
.plot path.held { stroke: var(--held); stroke-width: 1.75; }
.plot line.broken { stroke: var(--bad); stroke-width: 1; }
.plot .dot { position: absolute; width: 9px; height: 9px; margin: -4.5px 0 0 -4.5px; border-radius: 50%; background: var(--held); border: 2px solid var(--card); }
.plot span { position: absolute; font-size: 12px; line-height: 1; color: var(--soft); font-variant-numeric: tabular-nums; }
.plot .y { right: calc(100% + 10px); transform: translateY(-50%); }
.plot .x { top: calc(100% + 10px); transform: translateX(-50%); }
.curve figcaption { display: flex; flex-wrap: wrap; gap: 4px 20px; margin-left: 40px; font-size: 13px; color: var(--soft); }
.key::before { content: ""; display: inline-block; width: 18px; height: 0; margin-right: 7px; vertical-align: 4px; border-top: 3px solid var(--accent); }
.key.raw::before { border-top-width: 1px; opacity: 0.5; }
.key.held::before { border-color: var(--held); }
.key.broken::before { border-color: var(--bad); border-top-width: 1px; }
.axis { margin-left: auto; }

.sides { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 400px), 1fr)); gap: 24px; align-items: start; }
.side { display: grid; gap: 14px; min-width: 0; }
.side > h3 { font-size: 18px; }
h3.good, dt.good { color: var(--good); }
h3.bad, dt.bad { color: var(--bad); }
.sample { display: grid; grid-template-columns: 148px minmax(0, 1fr); gap: 18px; padding: 16px; }
.sample img { width: 100%; height: auto; border-radius: 6px; display: block; }
.task-name { font-size: 12px; font-weight: 650; letter-spacing: 0.06em; color: var(--soft); }
.question { font-size: 14px; margin: 2px 0 10px; overflow-wrap: anywhere; white-space: pre-line; max-height: 7.7em; overflow: auto; }
.sample dt { font-size: 12px; font-weight: 600; color: var(--soft); }
.sample dt.good, .sample dt.bad { color: var(--tone); }
.sample dt.good { --tone: var(--good); }
.sample dt.bad { --tone: var(--bad); }
.sample dd + dt { margin-top: 8px; }

.games { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 400px), 1fr)); gap: 16px; align-items: start; }
.game header p { color: var(--soft); font-size: 14px; margin: 2px 0 14px; }
.frames { display: flex; gap: 12px; overflow-x: auto; }
.frames li { flex: 0 0 150px; }
.frames li[hidden] { display: none; }
.stepping .frames li { flex: 1 1 100%; }
.frames img { width: 100%; max-width: 440px; height: auto; display: block; margin: 0 auto; border-radius: 8px; }
.frames figcaption { min-height: 2.4em; padding: 10px 0 2px; font-size: 14px; text-align: center; overflow-wrap: anywhere; }
.ply { display: inline-block; min-width: 2ch; color: var(--soft); font-variant-numeric: tabular-nums; }
.controls { display: flex; align-items: center; gap: 8px; max-width: 440px; margin: 4px auto 0; }
.controls[hidden] { display: none; }
.controls input { flex: 1; min-width: 0; accent-color: var(--accent); }
button { font: inherit; font-size: 13px; line-height: 1; color: var(--ink); background: var(--track); border: 1px solid var(--line); border-radius: 8px; padding: 9px 12px; cursor: pointer; }
button:hover { border-color: var(--control); }
button[data-play] { min-width: 64px; }

@media (max-width: 560px) {
  .forest li { grid-template-columns: 1fr auto; gap: 1px 10px; padding: 5px 0; }
  .forest .scale { grid-column: 1 / -1; grid-row: 2; }
  .scale .limit { top: 0; bottom: 0; }
  .curve { padding: 18px 16px 12px 8px; }
  .plot, .curve figcaption { margin-left: 34px; }
  .sample { grid-template-columns: 1fr; }
  .sample img { max-width: 240px; }
}`;
