import { join } from "node:path";
import { random } from "@vlm/mcts";
import { openSafetensors, type TensorData } from "@vlm/safetensors";
import { fileSource, writeSafetensors } from "@vlm/safetensors/node";
import { gaussian } from "../gaussian.js";
import type { OpsWork } from "./work.js";

/** The left and the right matrix of a product, row after row. */
export interface Inputs {
  /** x [m, k], or dy [m, n] */
  readonly x: Float32Array;
  /** W [n, k] */
  readonly w: Float32Array;
}

const fileOf = (folder: string, name: string): string => join(folder, `${name}.safetensors`);

/** Writes matrices whose product is about N(0, 1). */
export async function writeInputs(folder: string, name: string, { operation, m, k, n }: OpsWork): Promise<void> {
  const inner = operation === "backward" ? n : k;
  const tensor = (stream: number, rows: number, columns: number, deviation: number): TensorData => ({
    dtype: "F32",
    shape: [rows, columns],
    data: gaussian(random(5, stream), rows * columns, deviation),
  });
  await writeSafetensors(fileOf(folder, name), [
    ["x", tensor(1, m, inner, 1)],
    ["w", tensor(2, n, k, 1 / Math.sqrt(inner))],
  ]);
}

export async function readInputs(folder: string, name: string): Promise<Inputs> {
  const file = await openSafetensors(await fileSource(fileOf(folder, name)));
  try {
    return { x: await file.readFloat32("x"), w: await file.readFloat32("w") };
  } finally {
    await file.close();
  }
}
