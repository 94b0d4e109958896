import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { openCheckpoint } from "@vlm/safetensors";
import { openFolder, rewriteCheckpoint } from "@vlm/safetensors/node";
import { type Merged, unpackedWarning } from "../merge.js";
import { type Update, updatesOf } from "../updates.js";
import { mergedTensor } from "./merged-tensor.js";
import { type OpenAdapter, openAdapter } from "./open-adapter.js";
import { openPacked, type Unpacking } from "./unpacking.js";

type Config = Readonly<Record<string, unknown>>;

export interface MergeCheckpointOptions {
  /** The current name of a tensor that a file calls otherwise: what `architectureOf(config).rename` of `@vlm/models` says. */
  readonly rename?: (name: string) => string | null;
  /** Reads a base in few bits; null: such a base is refused. */
  readonly unpacking?: Unpacking | null;
  /** Called after each tensor. */
  readonly onProgress?: (done: number, tensors: number) => void;
}

export interface MergedCheckpoint extends Merged {
  /** Tensors that were changed. */
  readonly changed: number;
  readonly tensors: number;
  readonly shards: number;
}

/**
 * Merges an adapter into a checkpoint on disk, tensor by tensor: computed in float32, rounded to the type that the file
 * has. The copy keeps names, types, sharding and all other files, and appears whole or not at all; in memory is one
 * tensor's block at a time.
 *
 * @throws Error when the adapter does not fit the checkpoint, or the output is not new; nothing is written then.
 */
export async function mergeCheckpoint(
  base: string,
  adapterFolder: string,
  output: string,
  { rename = (name) => name, unpacking = null, onProgress = () => {} }: MergeCheckpointOptions = {},
): Promise<MergedCheckpoint> {
  const config: Config = JSON.parse(await readFile(join(base, "config.json"), "utf8"));
  const file = await openCheckpoint(openFolder(base));
  const adapter = await openAdapter(adapterFolder).catch(async (error) => {
    await file.close();
    throw error;
  });
  try {
    const packed = await openPacked(base, config, file, unpacking);
    const isState = (name: string): boolean => packed?.isState(name) ?? false;
    const current = (name: string): string => rename(name) ?? name;
    const updates = new Map([...updatesOf(adapter.config, adapter.weights)].map(([of, what]) => [current(of), what]));
    const names = [...file.tensors.keys()].filter((name) => !isState(name));
    const shapeOf = (name: string): readonly number[] => packed?.shapes.get(name) ?? file.tensors.get(name)!.shape;
    requireSameTensors(updates, new Map(names.map((name) => [current(name), shapeOf(name)])), adapter);
    const { shards, leftOut } = await rewriteCheckpoint(base, output, {
      caller: "lora.mergeCheckpoint",
      replace: (name, info, source) =>
        mergedTensor({ name, info, source }, { update: updates.get(current(name)) ?? null, adapter, packed }),
      drops: isState,
      texts: new Map(packed ? [["config.json", unpackedConfig(config)]] : []),
      onTensor: (done) => onProgress(done, names.length),
    });
    return {
      changed: names.filter((name) => updates.has(current(name))).length,
      tensors: names.length,
      shards,
      warnings: [
        ...(packed ? [unpackedWarning(`${packed.shapes.size} layers of the base`)] : []),
        ...leftOut.map((path) => `${path} was left out: what it holds is not merged.`),
      ],
    };
  } finally {
    await adapter.source.close();
    await file.close();
  }
}

function requireSameTensors(
  updates: ReadonlyMap<string, Update>,
  shapes: ReadonlyMap<string, readonly number[]>,
  { config, weights }: OpenAdapter,
): void {
  const faults: string[] = [];
  for (const [name, { kind, shape }] of updates) {
    const found = shapes.get(name);
    // A head that is tied to the embedding is in the adapter's file twice and in the checkpoint once.
    const tied = kind === "whole" && config.ensureWeightTying && name === "lm_head.weight";
    if (!found && !tied) faults.push(`${name} is not in the checkpoint`);
    else if (found && String(found) !== String(shape)) faults.push(`${name} is for [${shape}] instead of [${found}]`);
  }
  if (faults.length === 0) return;
  throw new Error(
    `lora.mergeCheckpoint: ${weights.name} does not fit this checkpoint: ${faults.slice(0, LISTED).join("; ")}${faults.length > LISTED ? `; and ${faults.length - LISTED} more` : ""}; expected tensors of the model it was trained on. Name that model.`,
  );
}

const LISTED = 10;

function unpackedConfig(config: Config): string {
  return `${JSON.stringify({ ...config, quantization_config: undefined }, null, 2)}\n`;
}
