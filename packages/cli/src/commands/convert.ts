import { type Form, type FormName, type FormValue, formNames, forms } from "@vlm/dataset";
import { openImageRoot, writeDataset, writeJsonFolder } from "@vlm/dataset/node";
import { z } from "zod";
import { type Command, type Context, command } from "../command.js";
import { checkOutput } from "../convert/check-output.js";
import { loadImages, readRows } from "../convert/conversations.js";
import { openSource } from "../convert/open-source.js";
import type { Source } from "../convert/source.js";
import { refusal, type Survey, type SurveyOptions, survey } from "../convert/survey.js";
import { progress } from "../progress.js";

const names = formNames as [FormName, ...FormName[]];

const schema = z.object({
  input: z.string().describe("file (.jsonl, .json, .parquet) or folder (dataset, JSON, pictures)"),
  output: z.string().describe("folder to write"),
  from: z
    .enum(["auto", ...names])
    .default("auto")
    .describe("form of the input, told by its columns"),
  to: z.enum(names).default("messages").describe("form of the output"),
  format: z.enum(["parquet", "jsonl", "json", "imagefolder"]).default("parquet").describe("files of the output"),
  split: z.string().default("train").describe("split to read and to write"),
  image_root: z.string().nullable().default(null).describe("folder of pictures named by path; that of the input"),
  prompt: z.string().nullable().default(null).describe("question, where pictures have only a text or label"),
  bad_rows: z.enum(["error", "skip"]).default("error").describe("what to do with a row that cannot be converted"),
  overwrite: z.boolean().default(false).describe("replace an output of this command"),
});

type Options = z.output<typeof schema>;

/** From one form and format of conversations to another. */
export const convert: Command = command({
  schema,
  async run(options, context) {
    await checkOutput(options.output, options.overwrite);
    const source = await openSource(options.input, options.split);
    const images = await openImageRoot(options.image_root ?? source.imageRoot);
    const to = forms[options.to];
    const line = progress("check", source.total, { stream: context.progress, unit: source.unit });
    const surveyOptions: SurveyOptions = {
      from: options.from,
      prompt: options.prompt,
      images,
      to,
      badRows: options.bad_rows,
      onRow(done, rows) {
        context.signal.throwIfAborted();
        line.update(done, { rows });
      },
    };
    const found = await survey(source, surveyOptions);
    line.finish();
    if (found.rows === 0) throw new Error(nothing(options, found));
    await write(convertRows(source, found, surveyOptions, context), to, found, options);
    context.print(summary(options, found));
  },
});

/** Reads the input again, now with its pictures; one row in memory. */
async function* convertRows(
  source: Source,
  found: Survey,
  options: SurveyOptions,
  { progress: stream, signal }: Context,
): AsyncGenerator<FormValue> {
  const line = progress("convert", found.rows, { stream, unit: "row" });
  let done = 0;
  for await (const reading of readRows(source, options)) {
    signal.throwIfAborted();
    if (options.badRows === "skip" && (await refusal(reading, options))) continue;
    if (!reading.row) throw reading.error!;
    yield options.to.write(await loadImages(reading.row, options.images), found.shape);
    line.update(++done);
  }
  if (done !== found.rows)
    throw new Error(
      `vlm convert: the input had ${found.rows} rows that can be converted and now has ${done}; expected it to stay as it is. Convert it again when nothing writes to it.`,
    );
  line.finish();
}

function write(rows: AsyncIterable<FormValue>, to: Form, found: Survey, options: Options): Promise<unknown> {
  const { output, format, split, overwrite } = options;
  if (format !== "parquet") return writeJsonFolder(output, rows, { format, split, overwrite });
  // 🤗 takes 100 rows where each has a picture; a row group is held in memory.
  const rowsPerGroup = Math.max(1, Math.floor(100 / Math.max(1, found.mostImages)));
  return writeDataset(output, { [split]: rows }, { features: to.features(found.shape), rowsPerGroup, overwrite });
}

function nothing({ input }: Options, { refused, reasons }: Survey): string {
  const why = refused === 0 ? "holds no rows" : `holds ${refused} rows, all refused, the first for ${reasons[0]}`;
  return `vlm convert: ${input} ${why}; expected at least one conversation. Check --input, --from and --split.`;
}

function summary({ output, to, format, split }: Options, found: Survey): string {
  const read = [...found.forms].map(([form, rows]) => `${rows} ${form}`).join(", ");
  const left = [...found.left].map(([name, rows]) => `${name} (${rows})`).join(", ");
  const more = found.refused - found.reasons.length;
  return [
    `${output}: ${found.rows} rows with ${found.images} images, split ${split}, read as ${read}, written as ${to} in ${format}.`,
    ...(left === "" ? [] : [`Columns left behind (rows): ${left}.`]),
    ...(found.refused === 0 ? [] : [`${found.refused} rows refused:`, ...found.reasons.map((reason) => `  ${reason}`)]),
    ...(more > 0 ? [`  and ${more} more.`] : []),
  ].join("\n");
}
