import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { writeText } from "@vlm/safetensors/node";
import type { Plan } from "./plan.js";

/** All that decides a run's result, on one machine and backend. Written once, when it begins. */
export interface RunRecord {
  readonly seed: number;
  /** The checkpoint that it went on from; null: random weights. */
  readonly weights: string | null;
  readonly plan: Plan;
  readonly learningRate: number;
  /** Factor of every stage's batch size. */
  readonly batch: number;
  readonly positions: { readonly games: number; readonly simulations: number };
  readonly backend: string;
}

const file = "run.json";

/**
 * The record of a run that was begun in this folder; null: none was.
 *
 * @throws Error when it was begun on another backend: what follows would not be the same run
 */
export async function readRecord(folder: string, backend: string): Promise<RunRecord | null> {
  const text = await readFile(join(folder, file), "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  if (text === null) return null;
  const record: RunRecord = JSON.parse(text);
  if (record.backend !== backend) {
    throw new Error(
      `tiny.readRecord: ${folder} holds a run on ${record.backend}; expected one on ${backend}. Name that backend, or another folder.`,
    );
  }
  return record;
}

export async function writeRecord(folder: string, record: RunRecord): Promise<void> {
  await writeText(join(folder, file), `${JSON.stringify(record, null, 2)}\n`);
}
