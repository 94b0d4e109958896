import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { openSafetensors } from "@vlm/safetensors";
import { fileSource } from "@vlm/safetensors/node";
import type { NdArray } from "@vlm/types";
import type { Arrays } from "../arrays.js";
import type { TrainingState } from "../training-state.js";
import { manifestFault } from "./manifest.js";
import { OPTIMIZER, TRAINER_STATE } from "./names.js";

export interface Restored {
  /** For `train({ from })`. */
  readonly state: TrainingState;
  /** All fields of `trainer_state.json`. */
  readonly trainerState: Readonly<Record<string, unknown>>;
}

/** Reads a checkpoint back. @throws Error when it does not agree with its manifest: nothing else is taken instead. */
export async function restore(path: string): Promise<Restored> {
  const fault = await manifestFault(path);
  if (fault !== null) {
    throw new Error(
      `trainer.restore: ${path} is not whole: ${fault}; expected the files of its manifest. Take latestCheckpoint of its folder.`,
    );
  }
  const trainerState: Record<string, unknown> = JSON.parse(await readFile(join(path, TRAINER_STATE), "utf8"));
  const { global_step: step, micro_step: microStep, parameters_file: file } = trainerState;
  if (typeof step !== "number" || typeof microStep !== "number" || typeof file !== "string") {
    throw new Error(
      `trainer.restore: ${TRAINER_STATE} of ${path} has no global_step, micro_step and parameters_file; expected what saveCheckpoint writes. Name a checkpoint of this trainer.`,
    );
  }
  const parameters = await readArrays(join(path, file));
  const optimizer = await readArrays(join(path, OPTIMIZER));
  return { state: { step, microStep, parameters, optimizer }, trainerState };
}

async function readArrays(path: string): Promise<Arrays> {
  const source = await fileSource(path);
  try {
    const file = await openSafetensors(source);
    const arrays = new Map<string, NdArray>();
    for (const [name, { shape }] of file.tensors) arrays.set(name, { data: await file.readFloat32(name), shape });
    return arrays;
  } finally {
    await source.close();
  }
}
