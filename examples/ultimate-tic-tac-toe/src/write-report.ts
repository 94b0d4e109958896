import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { writeJsonl } from "@vlm/dataset/node";
import { type Answered, type Evaluation, meanInterval, type ReportSample, report } from "@vlm/eval";
import { ultimateTicTacToe as game, type UltimateState } from "@vlm/games";
import { drawUltimateTicTacToe } from "@vlm/render";
import { encodePng } from "@vlm/render/node";
import type { EvaluationQuestion } from "@vlm/tasks";
import type { Loss } from "./fine-tune.js";
import { type PlayedGame, summary } from "./play-games.js";

const dataUri = (png: Uint8Array): string => `data:image/png;base64,${Buffer.from(png).toString("base64")}`;
const picture = async (state: UltimateState): Promise<string> => dataUri(await encodePng(drawUltimateTicTacToe(state)));

export interface Results {
  readonly held: readonly EvaluationQuestion[];
  readonly losses: readonly Loss[];
  readonly tuned: Evaluation;
  readonly controls: Readonly<Record<string, Evaluation>>;
  /** By player, one number a question. */
  readonly regrets: Readonly<Record<string, readonly number[]>>;
  readonly games: readonly PlayedGame[];
  readonly facts: Readonly<Record<string, string | number>>;
}

/** Writes `report.html`, one page for people, and `answers.jsonl`, every answer of the tuned model for programs. */
export async function writeReport(folder: string, results: Results): Promise<void> {
  const { held, losses, tuned, controls, regrets, games, facts } = results;
  const page = report({
    title: "Ultimate Tic-Tac-Toe, read and played by a tiny model",
    summary: [
      "A Qwen3-VL of 1.2 million parameters that had learned to read boards was fine-tuned with LoRA on positions of a search playing itself, then asked about games it had not seen.",
    ],
    facts: Object.entries(facts).map(([label, value]) => ({ label, value: String(value) })),
    samples: samples(held, tuned),
    losses: losses.map(({ step, loss, eval_loss }) => ({ step, loss, ...(eval_loss && { evalLoss: eval_loss }) })),
    evaluations: { tuned, ...controls },
    tuned: "tuned",
    means: [
      {
        title: "Regret of MOVE",
        note: "Value lost by the move under a deeper search, from 0 (its best) to 2 (a win thrown away). Lower is better.",
        rows: Object.fromEntries(Object.entries(regrets).map(([name, values]) => [name, meanInterval(values)])),
      },
    ],
    games: await Promise.all(
      games.map(async (played) => ({
        title: `against ${played.opponent}`,
        result: summary(played),
        frames: await Promise.all(
          played.match.states.map(async (state, ply) => {
            const move = played.match.moves[ply - 1];
            const caption = move ? `${"XO"[move.player]} plays ${game.write(move.action)}` : "start";
            return { imagePng: await picture(state), caption, replaced: move?.replaced ?? false };
          }),
        ),
      })),
    ),
  });
  await writeFile(join(folder, "report.html"), page);
  const answers = held.map(({ row, question: { task, messages, reference } }, index) => {
    const { answer, outcome } = tuned.answers[index]!;
    return { row: row.id, task, messages, reference, answer, outcome };
  });
  await writeJsonl(join(folder, "answers.jsonl"), answers);
}

/** Of each task two right answers and two wrong ones, where there are. */
function samples(held: readonly EvaluationQuestion[], { answers, tasks }: Evaluation): ReportSample[] {
  const some = ({ task }: { task: string }, correct: boolean): Answered[] =>
    answers.filter((answer) => answer.task === task && answer.outcome.correct === correct).slice(0, 2);
  return tasks
    .flatMap((task) => [...some(task, true), ...some(task, false)])
    .map(({ id, task, reference, answer, outcome: { correct } }) => {
      const { row, question } = held.find((each) => each.question.id === id)!;
      const parts = question.messages.at(-1)!.content;
      const text =
        typeof parts === "string" ? parts : parts.map((part) => (part.type === "text" ? part.text : "")).join("");
      return { imagePng: dataUri(row.image.bytes), task, question: text, reference, answer, correct };
    });
}
