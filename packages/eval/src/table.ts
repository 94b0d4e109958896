import type { Comparison } from "./compare.js";
import type { Evaluation, TaskScore } from "./evaluation.js";
import type { Estimate } from "./statistics/estimate.js";

/** `"92.3 % [86.1, 95.9]"`: a proportion with its 95 % interval. */
export function percent({ value, lower, upper }: Estimate): string {
  const hundredth = (part: number) => (100 * part).toFixed(1);
  return `${hundredth(value)} % [${hundredth(lower)}, ${hundredth(upper)}]`;
}

/** Figures of a task score and what they are called, in the order of tables and reports. */
export const figures: readonly {
  readonly title: string;
  readonly field: "accuracy" | "balancedAccuracy" | "legalMoves" | "agreement" | "validJson";
}[] = [
  { title: "accuracy", field: "accuracy" },
  { title: "balanced accuracy", field: "balancedAccuracy" },
  { title: "legal moves", field: "legalMoves" },
  { title: "agreement", field: "agreement" },
  { title: "valid JSON", field: "validJson" },
];

/** A figure in words; a dash where the task has none, or where it says nothing: balanced accuracy of other tasks. */
export function figureText(score: TaskScore, field: (typeof figures)[number]["field"]): string {
  const estimate = field === "balancedAccuracy" && score.measure !== field ? undefined : score[field];
  return estimate ? percent(estimate) : "–";
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
  const shown = figures.filter(({ field }) => rows.some(({ score }) => figureText(score, field) !== "–"));
  return textTable([
    ["task", "answers by", "n", ...shown.map((figure) => figure.title)],
    ...rows.map(({ name, score }) => [
      score.task,
      name,
      String(score.count),
      ...shown.map(({ field }) => figureText(score, field)),
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
