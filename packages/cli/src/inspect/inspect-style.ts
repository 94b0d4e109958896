/** What the page of a dataset adds to the common style. */
export const inspectStyle = `
.columns td { vertical-align: top; white-space: normal; overflow-wrap: anywhere; padding-block: 9px; }
.columns td:first-child { font-weight: 650; white-space: nowrap; }
.columns code { font: 12px/1.5 ui-monospace, "DejaVu Sans Mono", monospace; color: var(--soft); }
.columns .figures div { display: flex; gap: 8px; }
.columns .figures dt { color: var(--soft); white-space: nowrap; }
.columns .damaged dd { color: var(--bad); }
.histogram { width: 168px; }
.histogram svg { display: block; width: 100%; height: 30px; }
.histogram rect { fill: var(--accent); }
.histogram figcaption { display: flex; justify-content: space-between; font-size: 11px; line-height: 1.3; color: var(--soft); border-top: 1px solid var(--line); }
.rows { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 340px), 1fr)); gap: 16px; align-items: start; }
.row h3 { font-size: 13px; color: var(--soft); margin-bottom: 10px; font-variant-numeric: tabular-nums; }
.row img { display: block; max-width: 100%; height: auto; border-radius: 8px; margin: 0 0 10px; image-rendering: auto; }
.row dt { font-size: 12px; font-weight: 600; color: var(--soft); margin-top: 8px; }
.turn { margin-top: 10px; padding-left: 12px; border-left: 3px solid var(--line); }
.turn.assistant { border-color: var(--accent); }
.turn h4 { margin: 0 0 2px; }
.turn p { font-size: 14px; white-space: pre-wrap; overflow-wrap: anywhere; max-height: 15em; overflow: auto; }
`;
