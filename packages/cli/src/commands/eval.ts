import { join } from "node:path";
import { readDataset } from "@vlm/dataset/node";
import { bestConstant, compare, comparisonTable, type Evaluation, evaluate, evaluationTable } from "@vlm/eval";
import type { Question } from "@vlm/tasks";
import type { Image } from "@vlm/types";
import { z } from "zod";
import { openCheckpoint } from "../checkpoint.js";
import { type Command, command } from "../command.js";
import { UsageError } from "../config/usage-error.js";
import { blank, otherRows } from "../controls.js";
import { gameNames } from "../games/game-names.js";
import { gameOf } from "../games/game-of.js";
import { modelOptions } from "../model-options.js";
import { type Positions, readPositions } from "../positions.js";
import { progress } from "../progress.js";
import { writeWholeFile } from "../write-file.js";

/** Questions about held-out positions, to a model and to its controls. */
export const evaluateModel: Command = command({
  schema: z.object({
    ...modelOptions,
    dataset_name: z.string().describe("folder of the dataset, as vlm datagen writes it"),
    dataset_split: z.string().default("eval").describe("split of the dataset"),
    output_dir: z.string().describe("folder for evaluation.json"),
    questions_per_task: z.int().min(1).default(100).describe("at most so many of each task"),
    per_device_eval_batch_size: z.int().min(1).default(16).describe("questions asked at once"),
    controls: z.boolean().default(true).describe("ask the controls too"),
    seed: z.int().default(42).describe("of the choice of questions"),
  }),
  async run(options, { print, progress: stream, signal }) {
    const positions = await openPositions(options.dataset_name, options.dataset_split);
    const { entry, rows, picture } = positions;
    const held = entry.heldOut(rows, { seed: options.seed, perTask: options.questions_per_task });
    const questions = held.map(({ question }) => question);
    const rowOf = new Map(held.map(({ question, row }) => [question.id, row.id]));
    const { ask, adapter } = await openCheckpoint(options, stream);

    const askAll = async (label: string, pictureOf: (rowId: string) => Image | null): Promise<Evaluation> => {
      const line = progress(`eval ${label}`, questions.length, { stream, unit: "answer" });
      const answer = (asked: readonly Question[]): Promise<readonly string[]> =>
        ask(
          asked,
          asked.map(({ id }) => pictureOf(rowOf.get(id)!)),
        );
      const evaluation = await evaluate(questions, answer, {
        batchSize: options.per_device_eval_batch_size,
        onProgress(done) {
          line.update(done);
          signal.throwIfAborted();
        },
      });
      line.finish();
      return evaluation;
    };

    const judged = adapter ? "tuned" : "base";
    const evaluations: Record<string, Evaluation> = { [judged]: await askAll(judged, picture) };
    if (options.controls) {
      if (adapter) {
        adapter.disable();
        evaluations.base = await askAll("base", picture);
        adapter.enable();
      }
      const constants = bestConstant(questions);
      evaluations["best constant"] = await evaluate(questions, async (asked) =>
        asked.map(({ task }) => constants.get(task)!),
      );
      // Where every board is told in words there is no picture to hide or to swap.
      const others = otherRows(positions);
      if (others.size > 0) {
        evaluations["blank picture"] = await askAll("blank picture", (id) => blankOf(picture(id)));
        evaluations["other picture"] = await askAll("other picture", (id) => picture(others.get(id) ?? id));
      }
    }

    const { [judged]: model, ...controls } = evaluations;
    const comparisons = options.controls ? compare(model!, controls) : [];
    const path = join(options.output_dir, "evaluation.json");
    await writeWholeFile(path, `${JSON.stringify({ options, evaluations, comparisons }, null, 1)}\n`);
    print(evaluationTable(evaluations));
    if (comparisons.length > 0) print(`\n${comparisonTable(comparisons)}`);
    print(`\nEvery answer stands in ${path}.`);
  },
});

async function openPositions(folder: string, split: string): Promise<Positions> {
  const dataset = await readDataset(folder);
  const entry = gameOf(dataset.features);
  if (entry === null)
    throw new UsageError(
      `vlm eval: ${folder} has the columns ${Object.keys(dataset.features).join(", ")}; expected those of a game: ${gameNames.join(", ")}. Make it with vlm datagen.`,
    );
  return readPositions(dataset, split, entry);
}

function blankOf(picture: Image | null): Image | null {
  return picture && blank(picture);
}
