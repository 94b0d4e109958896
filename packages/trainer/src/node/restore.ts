import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { openSafetensors, type Safetensors } from "@vlm/safetensors";
import { fileSource } from "@vlm/safetensors/node";
import type { NdArray } from "@vlm/types";
import type { Arrays } from "../arrays.js";
import type { OptimizerState } from "../optimizer/transformation.js";
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
  const parameters: Arrays = await readArrays(join(path, file), floats);
  const optimizer: OptimizerState = await readArrays(join(path, OPTIMIZER), floatsOrCodes);
  return { state: { step, microStep, parameters, optimizer }, trainerState };
}

type Read<Data> = (file: Safetensors, name: string) => Promise<Data>;

const floats: Read<Float32Array> = (file, name) => file.readFloat32(name);

const floatsOrCodes: Read<Float32Array | Uint8Array> = async (file, name) =>
  file.tensors.get(name)!.dtype === "U8" ? ((await file.read(name)).data as Uint8Array) : file.readFloat32(name);

async function readArrays<Data extends Float32Array | Uint8Array>(
  path: string,
  read: Read<Data>,
): Promise<ReadonlyMap<string, NdArray<Data>>> {
  const source = await fileSource(path);
  try {
    const file = await openSafetensors(source);
    const arrays = new Map<string, NdArray<Data>>();
    for (const [name, { shape }] of file.tensors) arrays.set(name, { data: await read(file, name), shape });
    return arrays;
  } finally {
    await source.close();
  }
}
