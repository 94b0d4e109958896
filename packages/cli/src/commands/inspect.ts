import { readDataset } from "@vlm/dataset/node";
import { z } from "zod";
import { type Command, command } from "../command.js";
import { type Inspection, inspectionPage } from "../inspect/inspection-page.js";
import { inspectionText } from "../inspect/inspection-text.js";
import { type SplitSurvey, surveySplit } from "../inspect/survey.js";
import { progress } from "../progress.js";
import { writeWholeFile } from "../write-file.js";

const schema = z.object({
  dataset_name: z.string().describe("folder of the dataset"),
  output_file: z.string().default("inspect.html").describe("page with sampled rows as pictures"),
  samples: z.int().min(0).default(12).describe("rows of each split on the page"),
  seed: z.int().default(0).describe("of the sampled rows"),
});

/** What a dataset holds, as text and as a page. */
export const inspect: Command = command({
  name: "inspect",
  description: "Show what a dataset holds: columns, lengths, picture sizes, and rows as one HTML page.",
  schema,
  async run({ dataset_name: name, output_file: file, samples, seed }, { print, progress: stream, signal }) {
    const dataset = await readDataset(name);
    const splits: SplitSurvey[] = [];
    for (const split of dataset.splits) {
      const line = progress(split, dataset.length(split), { stream, unit: "row" });
      const onRow = (_: unknown, count: number): void => {
        signal.throwIfAborted();
        line.update(count);
      };
      splits.push(await surveySplit(split, dataset.rows(split), dataset.features, { samples, seed, onRow }));
      line.finish();
    }
    const rows = splits.reduce((sum, split) => sum + split.rows, 0);
    const facts = [
      { label: "rows", value: rows.toLocaleString("en") },
      { label: "columns", value: String(Object.keys(dataset.features).length) },
    ];
    const inspection: Inspection = { name, features: dataset.features, facts, splits };
    print(inspectionText(inspection));
    await writeWholeFile(file, inspectionPage(inspection));
    print(`\nRows as pictures: ${file}`);
  },
});
