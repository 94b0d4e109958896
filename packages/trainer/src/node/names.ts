import { randomBytes } from "node:crypto";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { absent } from "./durable.js";

export const OPTIMIZER = "optimizer.safetensors";
export const TRAINER_STATE = "trainer_state.json";

export interface CheckpointFolder {
  readonly path: string;
  readonly step: number;
}

export function checkpointName(step: number): string {
  return `checkpoint-${step}`;
}

/** Folders that are named like checkpoints, the newest first; whether they are whole is not looked at. */
export async function checkpointFolders(folder: string): Promise<readonly CheckpointFolder[]> {
  const names = (await readdir(folder).catch(absent)) ?? [];
  return names
    .map((name) => ({ path: join(folder, name), step: Number(/^checkpoint-(\d+)$/.exec(name)?.[1] ?? Number.NaN) }))
    .filter(({ step }) => Number.isSafeInteger(step))
    .sort((a, b) => b.step - a.step);
}

/** Says whose it is, so that what a dead process left can be told from what a living one writes. */
export function temporaryName(name: string): string {
  return `.tmp-${name}-${process.pid}-${randomBytes(4).toString("hex")}`;
}

/** The process that a temporary name belongs to; null: not such a name. */
export function temporaryOwner(name: string): number | null {
  const owner = /^\.tmp-checkpoint-\d+-(\d+)-[0-9a-f]{8}$/.exec(name)?.[1];
  return owner === undefined ? null : Number(owner);
}
