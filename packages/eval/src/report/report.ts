import type { Evaluation } from "../evaluation.js";
import { type Fact, page, section } from "../page/page.js";
import { evaluationSection } from "./evaluation-section.js";
import { gamesSection, type ReportGame } from "./games-section.js";
import { type LossPoint, lossCurve } from "./loss-curve.js";
import type { ReportMeans } from "./means-card.js";
import { reportStyle } from "./report-style.js";
import { type ReportSample, samplesSection } from "./samples-section.js";
import { script } from "./script.js";

export interface Report {
  readonly title: string;
  /** Paragraphs under the title. */
  readonly summary: readonly string[];
  readonly facts?: readonly Fact[];
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

/** A run as one page that needs nothing but itself. Pictures are data URIs; anything else throws. */
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
  return page({
    title,
    summary,
    facts,
    style: reportStyle,
    script,
    sections: [
      section(
        "Evaluation",
        "Each bar is a 95 % interval, each dot the value measured. The dashed line is the highest upper end of the controls: a task counts as learned when the tuned model's whole bar lies to the right of it.",
        evaluationSection(evaluations, tuned, means),
      ),
      section("Training", "Loss of the assistant's tokens.", lossCurve(losses)),
      section("Answers", `What ${tuned} said to held-out positions.`, samplesSection(samples)),
      section(
        "Games",
        "A move marked as replaced stands in for an answer that was illegal or unreadable.",
        gamesSection(games),
      ),
    ],
  });
}
