import { z } from "zod";
import { type Command, command } from "../command.js";
import { UsageError } from "../config/usage-error.js";
import { holdsConversations, tokenCounter } from "../inspect/count-tokens.js";
import { type Inspection, inspectionPage } from "../inspect/inspection-page.js";
import { inspectionText } from "../inspect/inspection-text.js";
import { openRows } from "../inspect/open-rows.js";
import { type SplitSurvey, surveySplit } from "../inspect/survey.js";
import { progress } from "../progress.js";
import { writeWholeFile } from "../write-file.js";

const schema = z.object({
  dataset_name: z.string().describe("folder of a dataset, or anything that vlm convert reads"),
  model_name_or_path: z
    .string()
    .nullable()
    .default(null)
    .describe("checkpoint that counts the tokens of conversations"),
  output_file: z.string().default("inspect.html").describe("page with sampled rows as pictures"),
  split: z.string().default("train").describe("what is read, where splits are files; of a dataset folder all are"),
  samples: z.int().min(0).default(12).describe("rows of each split on the page"),
  seed: z.int().default(0).describe("of the sampled rows"),
});

/** What a dataset holds, as text and as a page. */
export const inspect: Command = command({
  schema,
  async run(options, { print, progress: stream, signal }) {
    const { dataset_name: name, model_name_or_path: checkpoint, output_file: file, samples, seed } = options;
    const { features, splits: opened, refused, reasons } = await openRows(name, options.split);
    if (checkpoint !== null && !holdsConversations(features))
      throw new UsageError(
        `vlm inspect: model_name_or_path is set and the rows of ${name} have the columns ${Object.keys(features).join(", ")}; expected conversations, whose tokens can be counted. Leave it out.`,
      );
    const countTokens = checkpoint === null ? null : await tokenCounter(checkpoint);
    const splits: SplitSurvey[] = [];
    for (const split of opened) {
      const line = progress(split.name, split.length, { stream, unit: "row" });
      const onRow = (count: number): void => {
        signal.throwIfAborted();
        line.update(count);
      };
      splits.push(await surveySplit(split.name, split.rows(), features, { samples, seed, countTokens, onRow }));
      line.finish();
    }
    const sum = (of: (split: SplitSurvey) => number): string =>
      splits.reduce((total, split) => total + of(split), 0).toLocaleString("en");
    const facts = [
      { label: "rows", value: sum((split) => split.rows) },
      { label: "columns", value: String(Object.keys(features).length) },
      ...(countTokens ? [{ label: "tokens", value: sum((split) => split.tokens?.all.sum ?? 0) }] : []),
    ];
    const notes = refused === 0 ? [] : [`${refused} rows are no conversations and are left out: ${reasons[0]}`];
    const inspection: Inspection = { name, features, facts, splits, notes };
    print(inspectionText(inspection));
    await writeWholeFile(file, inspectionPage(inspection));
    print(`\nRows as pictures: ${file}`);
  },
});
