import type { Safetensors } from "@vlm/safetensors";
import type { Shape } from "../shapes.js";
import type { PackedWeights } from "./quantization.js";

/** A tensor of a model and where a file has it. */
export interface Stored {
  /** Its name in the file. */
  readonly name: string;
  readonly packed: boolean;
}

export interface Naming {
  /** The name a model uses for a tensor that a file calls `name`; null for one that the model leaves aside. */
  rename(name: string): string | null;
}

const FLOATS: readonly string[] = ["F32", "F16", "BF16"];

/**
 * Finds each tensor of a model in a file, by names, shapes and types alone.
 *
 * @param shapes name → shape, for every tensor of the model
 * @throws one error that lists every tensor that is missing, unexpected, of another shape or of a type that is no float
 */
export function findTensors(
  file: Safetensors,
  shapes: ReadonlyMap<string, Shape>,
  { rename }: Naming,
  packed: PackedWeights | null,
): ReadonlyMap<string, Stored> {
  const found = new Map<string, Stored>();
  const [unexpected, misshapen, untyped]: [string[], string[], string[]] = [[], [], []];
  for (const [stored, info] of file.tensors) {
    const name = packed?.isPart(stored) ? null : rename(stored);
    if (name === null) continue;
    const expected = shapes.get(name);
    if (!expected || found.has(name)) {
      unexpected.push(stored);
      continue;
    }
    const packedShape = packed?.shapes.get(stored);
    found.set(name, { name: stored, packed: packedShape !== undefined });
    const shape = packedShape ?? info.shape;
    if (shape.join() !== expected.join()) misshapen.push(`${stored} is [${shape}], expected [${expected}]`);
    if (!packedShape && !FLOATS.includes(info.dtype)) untyped.push(`${stored} is ${info.dtype}`);
  }
  const missing = [...shapes.keys()].filter((name) => !found.has(name));
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
  return found;
}

const LISTED = 20;

function list(what: string, names: readonly string[]): string {
  if (names.length === 0) return "";
  const more = names.length > LISTED ? `, and ${names.length - LISTED} more` : "";
  return `${names.length} ${what} (${names.slice(0, LISTED).join(", ")}${more})`;
}
