import { type FileHandle, open, readFile } from "node:fs/promises";
import { absent } from "./durable.js";

/** One line of `metrics.jsonl`: Hugging Face's names, such as `step`, `loss`, `grad_norm`, `learning_rate`. */
export type Metrics = Readonly<Record<string, unknown>>;

export interface MetricsWriter {
  /** Appends a line; it is in the file when the promise resolves. */
  write(row: Metrics): Promise<void>;
  close(): Promise<void>;
}

/** Opens a file of metrics to append to. A last line that a killed writer left incomplete is cut off. */
export async function openMetrics(path: string): Promise<MetricsWriter> {
  const file = await open(path, "a+");
  await cutIncompleteLine(file);
  let last = Promise.resolve();
  return {
    write(row: Metrics): Promise<void> {
      const line = `${JSON.stringify(row)}\n`;
      // One after the other, also when the caller does not wait.
      last = last.then(() => file.appendFile(line));
      return last;
    },
    async close(): Promise<void> {
      await last.finally(() => file.close());
    },
  };
}

/** All whole lines of a file of metrics; none when there is no file. After a resumed run a step may stand twice. */
export async function readMetrics(path: string): Promise<readonly Metrics[]> {
  const text = (await readFile(path, "utf8").catch(absent)) ?? "";
  return text
    .slice(0, text.lastIndexOf("\n") + 1)
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
}

async function cutIncompleteLine(file: FileHandle): Promise<void> {
  const bytes = await file.readFile();
  const whole = bytes.lastIndexOf("\n") + 1;
  if (whole < bytes.length) await file.truncate(whole);
}
