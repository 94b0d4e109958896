import { type Comparison, compare } from "../compare.js";
import type { Evaluation, TaskScore } from "../evaluation.js";
import { type Html, html } from "../page/html.js";
import { byTask, figures, figureText } from "../table.js";
import { forest } from "./forest.js";
import { meansCard, type ReportMeans } from "./means-card.js";

/** One card per task with the intervals of every evaluation, one per mean, then all figures of the tasks in a table. */
export function evaluationSection(
  evaluations: Readonly<Record<string, Evaluation>>,
  tuned: string,
  means: readonly ReportMeans[],
): Html {
  const { [tuned]: judged, ...controls } = evaluations;
  if (!judged)
    throw new Error(
      `eval.report: tuned is ${JSON.stringify(tuned)}, the evaluations are [${Object.keys(evaluations)}]; expected one of them. Name the evaluation that the others control.`,
    );
  const comparisons = Object.keys(controls).length > 0 ? compare(judged, controls) : [];
  const rows = byTask(evaluations);
  return html`<div class="tasks">${judged.tasks.map(({ task }) =>
    taskCard(
      task,
      rows.filter((row) => row.score.task === task).map((row) => ({ ...row, tuned: row.name === tuned })),
      comparisons.find((comparison) => comparison.task === task) ?? null,
    ),
  )}${means.map((each) => meansCard(each, tuned))}</div>
<details><summary>All figures</summary>${figureTable(rows)}</details>`;
}

interface Row {
  readonly name: string;
  readonly score: TaskScore;
}

function taskCard(
  task: string,
  rows: readonly (Row & { readonly tuned: boolean })[],
  comparison: Comparison | null,
): Html {
  const measure = rows[0]!.score.measure;
  const shown = figures.filter(
    ({ field }) =>
      field === measure ||
      field === "squares" ||
      field === "regret" ||
      // Agreement is accuracy where the search's move is the only right one: not drawn twice.
      ((field === "legalMoves" || field === "agreement") &&
        rows.some(({ score }) => score[field] && score[field].value !== score.accuracy.value)),
  );
  return html`<article class="card task"><header><h3>${task}</h3><span class="n">n = ${rows[0]!.score.count}</span>${
    comparison &&
    (comparison.exceeds
      ? html`<span class="chip good">above every control</span>`
      : html`<span class="chip bad">not above every control</span>`)
  }</header>${shown.map(({ field, title, format }) => {
    const bars = rows.flatMap(({ name, score, tuned }) => {
      const estimate = score[field];
      return estimate ? [{ name, estimate, tuned }] : [];
    });
    const highest = field === "regret" ? 1.05 * Math.max(1e-9, ...bars.map(({ estimate }) => estimate.upper)) : 1;
    return bars.length > 0 && html`<h4>${title}</h4>${forest(bars, { highest, format, threshold: field === measure })}`;
  })}</article>`;
}

function figureTable(rows: readonly Row[]): Html {
  const shown = figures.filter((figure) => rows.some(({ score }) => figureText(score, figure) !== "–"));
  return html`<div class="scroll"><table><thead><tr><th>task</th><th>answers by</th><th>n</th>${shown.map(
    ({ title }) => html`<th>${title}</th>`,
  )}</tr></thead><tbody>${rows.map(
    ({ name, score }) =>
      html`<tr><td>${score.task}</td><td>${name}</td><td>${score.count}</td>${shown.map(
        (figure) => html`<td>${figureText(score, figure)}</td>`,
      )}</tr>`,
  )}</tbody></table></div>`;
}
