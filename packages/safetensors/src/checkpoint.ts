import { SafetensorsError } from "./error.js";
import type { TensorInfo } from "./header.js";
import { pickleError } from "./magic.js";
import { access, openSafetensors, type Safetensors } from "./read.js";
import { readShardIndex, SHARD_INDEX } from "./shard-index.js";
import type { Folder } from "./source.js";

const SINGLE = "model.safetensors";
const PICKLES = [
  "pytorch_model.bin",
  "pytorch_model.bin.index.json",
  "model.pt",
  "model.pth",
  "model.ckpt",
  "model.pkl",
];

/**
 * Opens a checkpoint folder in Hub layout: `model.safetensors`, or the shards that `model.safetensors.index.json`
 * names. Headers are read and checked; tensors are read when asked for. Nothing outside the folder is opened.
 *
 * @throws SafetensorsError for a folder without weights, with pickles only, or whose index and shards disagree.
 */
export async function openCheckpoint(folder: Folder): Promise<Safetensors> {
  const single = await folder.open(SINGLE);
  if (single) return closingOnError(single, () => openSafetensors(single));
  const index = await folder.open(SHARD_INDEX);
  if (!index) throw await missingWeights(folder);
  const shardOf = await closingOnError(index, () => readShardIndex(index));
  await index.close?.();
  return openShards(folder, shardOf);
}

async function openShards(folder: Folder, shardOf: ReadonlyMap<string, string>): Promise<Safetensors> {
  const shards = new Map<string, Safetensors>();
  const close = async (): Promise<void> => {
    for (const shard of shards.values()) await shard.close();
  };
  return closingOnError({ close }, async () => {
    for (const name of new Set(shardOf.values())) shards.set(name, await openShard(folder, name));
    const tensors = new Map<string, TensorInfo>();
    const holder = new Map<string, Safetensors>();
    for (const shard of shards.values()) {
      for (const [name, info] of shard.tensors) {
        const other = holder.get(name);
        if (other) throw inTwoShards(name, other.name, shard.name);
        tensors.set(name, info);
        holder.set(name, shard);
      }
    }
    for (const [name, shard] of shardOf) {
      if (holder.get(name) !== shards.get(shard)) throw notInShard(name, shard);
    }
    const [first] = shards.values();
    const readBytes = (name: string, into: Uint8Array): Promise<void> => holder.get(name)!.readBytes(name, into);
    return access(folder.name, tensors, first?.metadata ?? new Map(), readBytes, close);
  });
}

async function openShard(folder: Folder, name: string): Promise<Safetensors> {
  const source = await folder.open(name);
  if (source) return closingOnError(source, () => openSafetensors(source));
  throw new SafetensorsError(
    "shard-missing",
    `safetensors.openCheckpoint: ${folder.name} has no ${name}; expected every shard that ${SHARD_INDEX} names. Copy it there.`,
  );
}

function inTwoShards(tensor: string, first: string, second: string): SafetensorsError {
  return new SafetensorsError(
    "tensor-in-two-shards",
    `safetensors.openCheckpoint: tensor ${JSON.stringify(tensor)} is in ${first} and in ${second}; expected it in one. Copy all shards from one revision.`,
  );
}

function notInShard(tensor: string, shard: string): SafetensorsError {
  return new SafetensorsError(
    "tensor-not-in-shard",
    `safetensors.openCheckpoint: ${SHARD_INDEX} places ${JSON.stringify(tensor)} in ${shard}, which does not hold it; expected it there. Copy index and shards from one revision.`,
  );
}

async function missingWeights(folder: Folder): Promise<SafetensorsError> {
  for (const name of PICKLES) {
    const source = await folder.open(name);
    await source?.close?.();
    if (source) return pickleError(name);
  }
  return new SafetensorsError(
    "checkpoint-missing",
    `safetensors.openCheckpoint: ${folder.name} has neither ${SINGLE} nor ${SHARD_INDEX}; expected a checkpoint folder in Hub layout. Check the path.`,
  );
}

async function closingOnError<T>(source: { close?(): Promise<void> }, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    await source.close?.();
    throw error;
  }
}
