import { mkdir, open, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { type ConversationRow, type RowPart, writeLlava } from "@vlm/dataset";
import { answered, type Question } from "@vlm/tasks";
import type { Message } from "@vlm/types";
import { UsageError } from "../config/usage-error.js";
import { syncFolder, writeDurably } from "./durable-file.js";
import type { GameRow } from "./recipe.js";

/** A row, and what is asked about it. */
export interface AskedRow {
  readonly row: GameRow;
  readonly question: Question;
}

/** Names of LLaVA's files, which are those of seed 003, by split. */
const fileNames = { train: "train", eval: "val", test: "test" } as const;

export type LlavaSplits = Partial<Record<keyof typeof fileNames, AsyncIterable<AskedRow>>>;

/** Refuses, before any work, a folder that holds anything but what `writeLlavaFolder` wrote and may replace. */
export async function checkLlavaFolder(folder: string, overwrite: boolean): Promise<void> {
  const found = await readdir(folder).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === "ENOENT") return [];
    throw new UsageError(
      `vlm datagen: llava_dir ${folder} cannot be listed (${cause.code}); expected a folder or nothing. Choose another name.`,
      { cause },
    );
  });
  const foreign = found.find((name) => !/^(train|val|test)(\.json)?$/.test(name));
  if (foreign !== undefined)
    throw new UsageError(
      `vlm datagen: llava_dir ${folder} holds ${foreign}; expected no folder or an empty one. Choose another.`,
    );
  if (found.length > 0 && !overwrite)
    throw new UsageError(
      `vlm datagen: llava_dir ${folder} is not empty; expected no folder or an empty one. Choose another, or set overwrite_output_dir to replace what this command wrote.`,
    );
}

/**
 * Conversations in LLaVA's form: `train.json`, `val.json` and `test.json`, one row a line, and their pictures, named from there
 * as `train/images/train_000001.png`. The folder appears whole or not at all.
 */
export async function writeLlavaFolder(
  folder: string,
  splits: LlavaSplits,
  { overwrite = false }: { readonly overwrite?: boolean } = {},
): Promise<void> {
  const target = resolve(folder);
  const temporary = join(dirname(target), `.tmp-llava-${basename(target)}`);
  // What a killed run left.
  await rm(temporary, { recursive: true, force: true });
  await mkdir(temporary, { recursive: true });
  try {
    for (const [split, rows] of Object.entries(splits))
      await writeSplit(temporary, fileNames[split as keyof typeof fileNames], rows);
    await syncFolder(temporary);
    await checkLlavaFolder(target, overwrite);
    if (overwrite) await rm(target, { recursive: true, force: true });
    await rename(temporary, target);
    await syncFolder(dirname(target));
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    throw error;
  }
}

async function writeSplit(folder: string, name: string, rows: AsyncIterable<AskedRow>): Promise<void> {
  const pictures = `${name}/images`;
  await mkdir(join(folder, pictures), { recursive: true });
  const file = await open(join(folder, `${name}.json`), "wx");
  try {
    let count = 0;
    for await (const asked of rows) {
      const image = `${pictures}/${name}_${String(++count).padStart(6, "0")}.png`;
      const conversation = conversationOf(asked, image);
      if (conversation.images.length > 0) await writeDurably(join(folder, image), asked.row.image!.bytes);
      await file.appendFile(`${count === 1 ? "[" : ","}\n${JSON.stringify(writeLlava(conversation))}`);
    }
    await file.appendFile(count === 0 ? "[]\n" : "\n]\n");
    await file.sync();
  } finally {
    await file.close();
  }
  await syncFolder(join(folder, pictures));
}

/** The question with its true answer; the path of the picture only where the question shows it. */
function conversationOf({ row, question }: AskedRow, image: string): ConversationRow<string> {
  const messages = answered(question).map(({ role, content }) => ({ role, content: partsOf(content) }));
  const shown = messages.some(({ content }) => content.some(({ type }) => type === "image"));
  return { id: row.id, messages, images: shown ? [image] : [] };
}

function partsOf(content: Message["content"]): readonly RowPart[] {
  if (typeof content === "string") return [{ type: "text", text: content }];
  return content.map((part) => (part.type === "image" ? { type: "image" } : part));
}
