import { readFile } from "node:fs/promises";
import { join, relative, resolve, sep } from "node:path";
import { openCheckpoint, type Safetensors, SHARD_INDEX } from "@vlm/safetensors";
import { openFolder } from "@vlm/safetensors/node";
import { type Merged, unpackedWarning } from "../merge.js";
import { type Update, updatesOf } from "../updates.js";
import { checkpointFiles } from "./checkpoint-files.js";
import { copyFile } from "./copy-file.js";
import { type OpenAdapter, openAdapter } from "./open-adapter.js";
import { type Unpacking, unpackedDtype } from "./unpacking.js";
import { writeText, writeWholeFolder } from "./whole-folder.js";
import { isState, type Merging, writeShard } from "./write-shard.js";

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
  requireOutside(base, output);
  const config: Config = JSON.parse(await readFile(join(base, "config.json"), "utf8"));
  const file = await openCheckpoint(openFolder(base));
  const adapter = await openAdapter(adapterFolder).catch(async (error) => {
    await file.close();
    throw error;
  });
  try {
    const packed = await openPacked(base, config, file, unpacking);
    const current = (name: string): string => rename(name) ?? name;
    const updates = new Map([...updatesOf(adapter.config, adapter.weights)].map(([of, what]) => [current(of), what]));
    const merging: Merging = { base, adapter, packed, update: (name) => updates.get(current(name)) ?? null };
    const names = [...file.tensors.keys()].filter((name) => !isState(merging, name));
    const shapeOf = (name: string): readonly number[] => packed?.file.shapes.get(name) ?? file.tensors.get(name)!.shape;
    requireSameTensors(updates, new Map(names.map((name) => [current(name), shapeOf(name)])), adapter);
    const files = await checkpointFiles(base);
    let done = 0;
    await writeWholeFolder(output, { caller: "lora.mergeCheckpoint", replaceable: [] }, async (temporary) => {
      const weightMap: Record<string, string> = {};
      let size = 0;
      for (const shard of files.shards) {
        const bytes = await writeShard(merging, shard, temporary, () => onProgress(++done, names.length));
        for (const [name, count] of bytes) {
          weightMap[name] = shard;
          size += count;
        }
      }
      const rewritten = new Map<string, string>();
      if (packed) rewritten.set("config.json", json({ ...config, quantization_config: undefined }));
      if (packed && files.sharded) {
        rewritten.set(SHARD_INDEX, json({ metadata: { total_size: size }, weight_map: weightMap }));
      }
      for (const path of [...files.others, ...(files.sharded ? [SHARD_INDEX] : [])]) {
        const text = rewritten.get(path);
        await (text === undefined ? copyFile(base, temporary, path) : writeText(join(temporary, path), text));
      }
    });
    return {
      changed: names.filter((name) => merging.update(name) !== null).length,
      tensors: names.length,
      shards: files.shards.length,
      warnings: [
        ...(packed ? [unpackedWarning(`${packed.file.shapes.size} layers of the base`)] : []),
        ...files.leftOut.map((path) => `${path} was left out: what it holds is not merged.`),
      ],
    };
  } finally {
    await adapter.source.close();
    await file.close();
  }
}

function requireOutside(base: string, output: string): void {
  const path = relative(resolve(base), resolve(output));
  if (path !== "" && (path === ".." || path.startsWith(`..${sep}`))) return;
  throw new Error(
    `lora.mergeCheckpoint: the output ${output} is in the base ${base}; expected a folder outside it. Name another folder.`,
  );
}

async function openPacked(
  base: string,
  config: Config,
  file: Safetensors,
  unpacking: Unpacking | null,
): Promise<Merging["packed"]> {
  const quantized = config.quantization_config ?? null;
  if (quantized === null) return null;
  if (!unpacking) {
    throw new Error(
      `lora.mergeCheckpoint: ${base} is quantized (quantization_config in config.json); expected weights in 16 or 32 bits, or someone who reads these. Merge into the original checkpoint, or pass { unpacking: fourBit() } of @vlm/quant-cuda.`,
    );
  }
  return { file: await unpacking.open(quantized, file), dtype: unpackedDtype(config) };
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

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
