import { SafetensorsError } from "./error.js";
import { JsonError, type JsonValue, parseJson } from "./json.js";
import type { Source } from "./source.js";

export const SHARD_INDEX = "model.safetensors.index.json";

const INDEX_LIMIT = 100_000_000;
const SHARD_LIMIT = 10_000;
// The largest models on the Hub have some 200,000.
const TENSOR_LIMIT = 500_000;

/**
 * Reads `model.safetensors.index.json`: the shard's file name for each tensor.
 *
 * @throws SafetensorsError when a shard's name is anything but the plain base name of a `.safetensors` file, when two
 * names differ in case only, when there are too many, or when the index is malformed.
 */
export async function readShardIndex(source: Source): Promise<ReadonlyMap<string, string>> {
  const fail = (what: string, expected: string, cause?: unknown): SafetensorsError =>
    new SafetensorsError(
      "index",
      `safetensors.openCheckpoint: ${source.name} ${what}; expected ${expected}. Copy it again.`,
      cause === undefined ? undefined : { cause },
    );
  if (source.size > INDEX_LIMIT) throw fail(`has ${source.size} bytes`, `at most ${INDEX_LIMIT}`);
  const bytes = new Uint8Array(source.size);
  await source.read(0, bytes);
  let root: JsonValue;
  try {
    root = parseJson(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    if (cause instanceof JsonError && cause.duplicate !== undefined) {
      throw new SafetensorsError(
        "duplicate-key",
        `safetensors.openCheckpoint: ${source.name} names ${JSON.stringify(cause.duplicate)} twice; expected each name once. Copy it again.`,
        { cause },
      );
    }
    throw fail("is not JSON", "an object with a weight_map", cause);
  }
  const weightMap = root instanceof Map ? root.get("weight_map") : undefined;
  if (!(weightMap instanceof Map) || weightMap.size === 0)
    throw fail("has no weight_map", "tensor names and their shards");
  if (weightMap.size > TENSOR_LIMIT) {
    throw new SafetensorsError(
      "tensor-count",
      `safetensors.openCheckpoint: ${source.name} names ${weightMap.size} tensors; expected at most ${TENSOR_LIMIT}. Do not trust this checkpoint.`,
    );
  }
  const shards = new Map<string, string>();
  for (const [tensor, shard] of weightMap) {
    if (typeof shard !== "string") throw fail(`places ${JSON.stringify(tensor)} in no file`, "a file name");
    checkShardName(source.name, tensor, shard);
    shards.set(tensor, shard);
  }
  checkShards(source.name, new Set(shards.values()));
  return shards;
}

// A plain base name, whatever the file system: no separators, drives, escapes, dots in front or control characters.
const BASE_NAME = /^[A-Za-z0-9_][A-Za-z0-9_.-]*\.safetensors$/;

function checkShardName(index: string, tensor: string, shard: string): void {
  if (BASE_NAME.test(shard)) return;
  throw new SafetensorsError(
    "shard-name",
    `safetensors.openCheckpoint: ${index} places ${JSON.stringify(tensor)} in ${JSON.stringify(shard)}; ` +
      "expected the plain name of a .safetensors file in the same folder. Do not trust this checkpoint.",
  );
}

function checkShards(index: string, names: ReadonlySet<string>): void {
  if (names.size > SHARD_LIMIT) {
    throw new SafetensorsError(
      "shard-count",
      `safetensors.openCheckpoint: ${index} names ${names.size} shards; expected at most ${SHARD_LIMIT}. Merge them.`,
    );
  }
  const folded = new Map<string, string>();
  for (const name of names) {
    const other = folded.get(name.toLowerCase());
    if (other !== undefined) {
      throw new SafetensorsError(
        "shard-case",
        `safetensors.openCheckpoint: ${index} names ${other} and ${name}; expected names that differ in more than case. Rename one.`,
      );
    }
    folded.set(name.toLowerCase(), name);
  }
}
