import type { Comparison } from "./compare.js";
import type { Evaluation, TaskScore } from "./evaluation.js";
import type { Estimate } from "./statistics/estimate.js";

/** `"92.3 % [86.1, 95.9]"`: a proportion with its 95 % interval. */
export function percent({ value, lower, upper }: Estimate): string {
  const hundredth = (part: number) => (100 * part).toFixed(1);
  return `${hundredth(value)} % [${hundredth(lower)}, ${hundredth(upper)}]`;
}

/** `"0.214 [0.150, 0.278]"`: a mean that is no proportion. */
export function decimal({ value, lower, upper }: Estimate): string {
  return `${value.toFixed(3)} [${lower.toFixed(3)}, ${upper.toFixed(3)}]`;
}

/** A figure of a task score, what it is called, and how it is written. */
export interface Figure {
  readonly title: string;
  readonly field: "accuracy" | "squares" | "balancedAccuracy" | "legalMoves" | "agreement" | "regret" | "validJson";
  readonly format: (estimate: Estimate) => string;
}

/** In the order of tables and reports: whole boards before their squares, which look well read long before a board is. */
export const figures: readonly Figure[] = [
  { title: "accuracy", field: "accuracy", format: percent },
  { title: "squares", field: "squares", format: percent },
  { title: "balanced accuracy", field: "balancedAccuracy", format: percent },
  { title: "legal moves", field: "legalMoves", format: percent },
  { title: "agreement", field: "agreement", format: percent },
  { title: "regret", field: "regret", format: decimal },
  { title: "valid JSON", field: "validJson", format: percent },
];

/** A figure in words; a dash where the task has none, or where it says nothing: balanced accuracy of other tasks. */
export function figureText(score: TaskScore, { field, format }: Pick<Figure, "field" | "format">): string {
  const estimate = field === "balancedAccuracy" && score.measure !== field ? undefined : score[field];
  return estimate ? format(estimate) : "–";
}

/** Scores task by task, each task's in the order of the evaluations. */
export function byTask(
  evaluations: Readonly<Record<string, Evaluation>>,
): readonly { readonly name: string; readonly score: TaskScore }[] {
  const rows = Object.entries(evaluations).flatMap(([name, { tasks }]) => tasks.map((score) => ({ name, score })));
  const tasks = [...new Set(rows.map((row) => row.score.task))];
  return tasks.flatMap((task) => rows.filter((row) => row.score.task === task));
}

/** A table for the terminal: a row per task and evaluation, proportions with their 95 % intervals. */
export function evaluationTable(evaluations: Readonly<Record<string, Evaluation>>): string {
  const rows = byTask(evaluations);
  const shown = figures.filter((figure) => rows.some(({ score }) => figureText(score, figure) !== "–"));
  return textTable([
    ["task", "answers by", "n", ...shown.map((figure) => figure.title)],
    ...rows.map(({ name, score }) => [
      score.task,
      name,
      String(score.count),
      ...shown.map((figure) => figureText(score, figure)),
    ]),
  ]);
}

/** A table for the terminal: whether the tuned model's lower bound exceeds every control's upper bound. */
export function comparisonTable(comparisons: readonly Comparison[]): string {
  return textTable([
    ["task", "exceeds every control", "tuned", "highest control"],
    ...comparisons.map((comparison) => {
      const highest = comparison.controls.reduce((a, b) => (b.estimate.upper > a.estimate.upper ? b : a));
      return [
        comparison.task,
        comparison.exceeds ? "yes" : "no",
        percent(comparison.tuned),
        `${highest.name} ${percent(highest.estimate)}`,
      ];
    }),
  ]);
}

/** Rows of equal length in aligned columns, the first as head; from the third column on text stands to the right. */
function textTable(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const [head, ...body] = rows.map((row) =>
    row
      .map((text, column) => (column < 2 ? text.padEnd(widths[column]!) : text.padStart(widths[column]!)))
      .join("  ")
      .trimEnd(),
  );
  return [head, widths.map((width) => "─".repeat(width)).join("  "), ...body].join("\n");
}
