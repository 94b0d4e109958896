import { mkdir, readFile, rename, rm, stat, statfs } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { TensorData } from "@vlm/safetensors";
import { writeSafetensors } from "@vlm/safetensors/node";
import type { OptimizerState } from "../optimizer/transformation.js";
import type { TrainingState } from "../training-state.js";
import { removeAbandoned, rotate } from "./clean.js";
import { absent, synchroniseFolder, writeDurably } from "./durable.js";
import { MANIFEST, manifestFault, writeManifest } from "./manifest.js";
import { checkpointName, OPTIMIZER, TRAINER_STATE, temporaryName } from "./names.js";

export interface SaveCheckpointOptions {
  /** File of the parameters; with PEFT's name and `adapter_config.json` among `files`, PEFT loads the checkpoint. */
  readonly parametersFile?: string;
  /** Further files by name, such as `adapter_config.json`. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /** Further fields of `trainer_state.json`, such as `epoch` and `log_history`. */
  readonly trainerState?: Readonly<Record<string, unknown>>;
  /** Checkpoints that stay, this one included; null: all. */
  readonly saveTotalLimit?: number | null;
  /** Paths of checkpoints that are never removed, such as the best or the one resumed from. */
  readonly keep?: readonly string[];
}

/**
 * Writes `checkpoint-<step>` into a folder: whole or not at all, also when the process is killed or the power fails.
 * The files are written under a temporary name and synchronised, their SHA-256 last; then the folder is renamed, and
 * only then older checkpoints go.
 *
 * @returns its path.
 * @throws Error when the disk has not enough room; then nothing was changed.
 */
export async function saveCheckpoint(
  folder: string,
  state: TrainingState,
  {
    parametersFile = "parameters.safetensors",
    files = {},
    trainerState = {},
    saveTotalLimit = null,
    keep = [],
  }: SaveCheckpointOptions = {},
): Promise<string> {
  if (saveTotalLimit !== null && !(Number.isInteger(saveTotalLimit) && saveTotalLimit > 0)) {
    throw new RangeError(
      `trainer.saveCheckpoint: saveTotalLimit is ${saveTotalLimit}; expected a positive integer or null. Pass null to keep all.`,
    );
  }
  requirePlainNames([parametersFile, OPTIMIZER, TRAINER_STATE, ...Object.keys(files)]);
  await mkdir(folder, { recursive: true });
  await removeAbandoned(folder);
  await requireRoom(folder, bytesOf(state.parameters) + bytesOf(state.optimizer));
  const path = join(folder, checkpointName(state.step));
  const temporary = join(folder, temporaryName(checkpointName(state.step)));
  try {
    await mkdir(temporary);
    await writeSafetensors(join(temporary, parametersFile), tensors(state.parameters), { format: "pt" });
    await writeSafetensors(join(temporary, OPTIMIZER), tensors(state.optimizer));
    for (const [name, content] of Object.entries(files)) await writeDurably(join(temporary, name), content);
    const record = {
      ...trainerState,
      global_step: state.step,
      micro_step: state.microStep,
      parameters_file: parametersFile,
    };
    await writeDurably(join(temporary, TRAINER_STATE), `${JSON.stringify(record, null, 2)}\n`);
    await writeManifest(temporary);
    await synchroniseFolder(temporary);
    await publish(temporary, path);
    await synchroniseFolder(folder);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    throw error;
  }
  if (saveTotalLimit !== null) await rotate(folder, state.step, { limit: saveTotalLimit, keep });
  return path;
}

/** A checkpoint of the same step gives way, unless it is whole and the same: then it stays, untouched. */
async function publish(temporary: string, path: string): Promise<void> {
  const [written, standing] = await Promise.all([readManifest(temporary), readManifest(path)]);
  if (written === standing && (await manifestFault(path)) === null) {
    await rm(temporary, { recursive: true });
    return;
  }
  const replaced = join(dirname(path), temporaryName(basename(path)));
  if (standing !== null || (await stat(path).catch(absent))) await rename(path, replaced);
  await rename(temporary, path);
  await rm(replaced, { recursive: true, force: true });
}

function readManifest(folder: string): Promise<string | null> {
  return readFile(join(folder, MANIFEST), "utf8").catch((error) => absent(error) ?? null);
}

async function requireRoom(folder: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (bytes <= bavail * bsize) return;
  throw new Error(
    `trainer.saveCheckpoint: ${folder} has ${bavail * bsize} bytes free; expected at least ${bytes}. Free some room or set saveTotalLimit.`,
  );
}

function bytesOf(arrays: OptimizerState): number {
  let bytes = 0;
  for (const { data } of arrays.values()) bytes += data.byteLength;
  return bytes;
}

function tensors(arrays: OptimizerState): [string, TensorData][] {
  return [...arrays].map(([name, { data, shape }]) => [
    name,
    { dtype: data instanceof Uint8Array ? "U8" : "F32", shape, data },
  ]);
}

function requirePlainNames(names: readonly string[]): void {
  names.forEach((name, i) => {
    if (name === basename(name) && name !== MANIFEST && names.indexOf(name) === i) return;
    throw new Error(
      `trainer.saveCheckpoint: ${JSON.stringify(name)} cannot be a file of a checkpoint; expected plain names, each once, none of ${OPTIMIZER}, ${TRAINER_STATE}, ${MANIFEST}. Rename it.`,
    );
  });
}
