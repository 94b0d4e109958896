import * as tf from "@tensorflow/tfjs-core";
import type { Safetensors } from "@vlm/safetensors";

export interface ReadOptions {
  /** The name a model uses for a tensor that a file calls `name`; null for one that the model leaves aside. */
  readonly rename: (name: string) => string | null;
}

/**
 * Reads the tensors that a model needs, as float32. Names and shapes are checked before any of them is read.
 *
 * @param shapes name → shape, for every tensor of the model
 * @throws one error that lists every tensor that is missing, unexpected, of another shape or of a type that is no float
 */
export async function readTensors(
  file: Safetensors,
  shapes: ReadonlyMap<string, readonly number[]>,
  { rename }: ReadOptions,
): Promise<Map<string, tf.Tensor>> {
  const sources = check(file, shapes, rename);
  const tensors = new Map<string, tf.Tensor>();
  try {
    for (const [name, shape] of shapes) {
      const values = await file.readFloat32(sources.get(name)!);
      tensors.set(name, tf.tensor(values, [...shape], "float32"));
    }
  } catch (error) {
    tf.dispose([...tensors.values()]);
    throw error;
  }
  return tensors;
}

function check(
  file: Safetensors,
  shapes: ReadonlyMap<string, readonly number[]>,
  rename: (name: string) => string | null,
): Map<string, string> {
  const sources = new Map<string, string>();
  const [unexpected, misshapen, untyped]: [string[], string[], string[]] = [[], [], []];
  for (const [stored, { shape, dtype }] of file.tensors) {
    const name = rename(stored);
    if (name === null) continue;
    const expected = shapes.get(name);
    if (!expected || sources.has(name)) {
      unexpected.push(stored);
      continue;
    }
    sources.set(name, stored);
    if (shape.join() !== expected.join()) misshapen.push(`${stored} is [${shape}], expected [${expected}]`);
    if (!["F32", "F16", "BF16"].includes(dtype)) untyped.push(`${stored} is ${dtype}`);
  }
  const missing = [...shapes.keys()].filter((name) => !sources.has(name));
  const complaints = [
    list("missing", missing),
    list("unexpected", unexpected),
    list("of another shape", misshapen),
    list("not F32, F16 or BF16", untyped),
  ].filter((text) => text !== "");
  if (complaints.length > 0) {
    throw new Error(
      `models.load: ${file.name} does not hold the tensors of its config.json: ${complaints.join("; ")}. Take config.json and weights from one revision.`,
    );
  }
  return sources;
}

const LISTED = 20;

function list(what: string, names: readonly string[]): string {
  if (names.length === 0) return "";
  const more = names.length > LISTED ? `, and ${names.length - LISTED} more` : "";
  return `${names.length} ${what} (${names.slice(0, LISTED).join(", ")}${more})`;
}
