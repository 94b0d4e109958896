/** The page's style sheet: one accent for the tuned model, greys for the controls, light and dark. */
export const style = `
:root {
  --page: #f6f6f3; --card: #ffffff; --ink: #1d2125; --soft: #626a73; --line: #e3e4e0; --track: #eeeeea;
  --accent: #0f6e66; --accent-soft: #0f6e6633; --control: #8b939c; --control-soft: #8b939c40;
  --good: #18733d; --good-soft: #18733d1a; --bad: #b3261e; --bad-soft: #b3261e17; --held: #c2660a;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #121416; --card: #1b1e21; --ink: #e8e9ea; --soft: #9aa2ab; --line: #2c3135; --track: #25292d;
    --accent: #4fc4b6; --accent-soft: #4fc4b640; --control: #87909a; --control-soft: #87909a4d;
    --good: #6fcf8f; --good-soft: #6fcf8f1f; --bad: #ff8a80; --bad-soft: #ff8a801f; --held: #f0a04b;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.55 system-ui, sans-serif; -webkit-text-size-adjust: 100%; }
main { max-width: 1120px; margin: 0 auto; padding: 48px 24px 96px; }
h1, h2, h3, h4, p, dl, dd, ul, ol, figure, pre { margin: 0; padding: 0; }
ul, ol { list-style: none; }
h1 { font-size: clamp(28px, 5vw, 42px); line-height: 1.15; letter-spacing: -0.02em; text-wrap: balance; }
h2 { font-size: 24px; letter-spacing: -0.01em; }
h3 { font-size: 16px; letter-spacing: 0.01em; }
h4 { font-size: 12px; font-weight: 600; color: var(--soft); text-transform: uppercase; letter-spacing: 0.06em; margin: 16px 0 6px; }
.meaning { font-size: 14px; color: var(--soft); margin: 4px 0 10px; }
section { margin-top: 64px; }
.top p { max-width: 68ch; margin-top: 14px; font-size: 18px; color: var(--soft); }
.note { max-width: 76ch; margin: 6px 0 20px; color: var(--soft); }
.empty { color: var(--soft); font-style: italic; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 20px; min-width: 0; }
.chip { display: inline-block; padding: 1px 9px; border-radius: 99px; font-size: 12.5px; font-weight: 600; white-space: nowrap; }
.chip.good { color: var(--good); background: var(--good-soft); }
.chip.bad { color: var(--bad); background: var(--bad-soft); }

.facts { display: flex; flex-wrap: wrap; gap: 1px; margin-top: 36px; background: var(--line); border: 1px solid var(--line); border-radius: 12px; overflow: hidden; }
.facts div { flex: 1 1 150px; background: var(--card); padding: 14px 18px; display: flex; flex-direction: column-reverse; justify-content: flex-end; }
.facts dt { color: var(--soft); font-size: 13px; }
.facts dd { font-size: 24px; font-weight: 650; letter-spacing: -0.01em; font-variant-numeric: tabular-nums; }

.tasks { columns: 2 460px; column-gap: 16px; }
.task { break-inside: avoid; margin-bottom: 16px; }
.task header { display: flex; flex-wrap: wrap; align-items: baseline; gap: 4px 12px; }
.task .n { color: var(--soft); font-size: 14px; margin-right: auto; font-variant-numeric: tabular-nums; }
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

summary { cursor: pointer; color: var(--soft); font-size: 14px; padding: 6px 0; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: 13px; width: 100%; font-variant-numeric: tabular-nums; }
th, td { padding: 6px 14px 6px 0; text-align: left; border-bottom: 1px solid var(--line); white-space: nowrap; }
th { color: var(--soft); font-weight: 600; }

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
pre { font: 12.5px/1.5 ui-monospace, "DejaVu Sans Mono", monospace; white-space: pre-wrap; overflow-wrap: anywhere; background: var(--track); border-radius: 6px; padding: 7px 10px; max-height: 11em; overflow: auto; }

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
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }

@media (max-width: 560px) {
  main { padding: 28px 16px 64px; }
  section { margin-top: 48px; }
  .card { padding: 16px; }
  .facts div { flex-basis: 40%; }
  .forest li { grid-template-columns: 1fr auto; gap: 1px 10px; padding: 5px 0; }
  .forest .scale { grid-column: 1 / -1; grid-row: 2; }
  .scale .limit { top: 0; bottom: 0; }
  .curve { padding: 18px 16px 12px 8px; }
  .plot, .curve figcaption { margin-left: 34px; }
  .sample { grid-template-columns: 1fr; }
  .sample img { max-width: 240px; }
}`;
