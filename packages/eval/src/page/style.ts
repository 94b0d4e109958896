/** The style of every page of the family: colours for light and dark, type, cards, facts, tables. */
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

summary { cursor: pointer; color: var(--soft); font-size: 14px; padding: 6px 0; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: 13px; width: 100%; font-variant-numeric: tabular-nums; }
th, td { padding: 6px 14px 6px 0; text-align: left; border-bottom: 1px solid var(--line); white-space: nowrap; }
th { color: var(--soft); font-weight: 600; }
pre { font: 12.5px/1.5 ui-monospace, "DejaVu Sans Mono", monospace; white-space: pre-wrap; overflow-wrap: anywhere; background: var(--track); border-radius: 6px; padding: 7px 10px; max-height: 11em; overflow: auto; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }

@media (max-width: 560px) {
  main { padding: 28px 16px 64px; }
  section { margin-top: 48px; }
  .card { padding: 16px; }
  .facts div { flex-basis: 40%; }
}`;
