import { copyFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { architectureOf, QWEN3_VL_SIZES } from "@vlm/models";
import { type StreamedTensor, streamSafetensors, writeText, writeWholeFolder } from "@vlm/safetensors/node";
import { randomTensor } from "./random-tensor.js";

const TINY = fileURLToPath(new URL("../../../examples/checkpoints/tiny-qwen3-vl", import.meta.url));
const COPIED = [
  "chat_template.jinja",
  "generation_config.json",
  "preprocessor_config.json",
  "tokenizer.json",
  "tokenizer_config.json",
];

/** Bytes of a shard at most, unless one tensor has more. */
const SHARD = 2 ** 30;

type Shard = readonly (readonly [name: string, tensor: StreamedTensor])[];

/**
 * Writes a checkpoint of Qwen3-VL-2B's shape with random weights in bfloat16, and the tiny checkpoint's tokenizer, processor
 * and template, so that it can be asked: its special tokens take the place of the large one's.
 *
 * @returns the bytes of its tensors
 */
export async function writeCheckpoint(folder: string): Promise<number> {
  const config = await configuration();
  const shards = shardsOf(architectureOf(config).shapes);
  let total = 0;
  await writeWholeFolder(folder, { caller: "tools.scale" }, async (temporary) => {
    const weightMap: Record<string, string> = {};
    for (const [index, shard] of shards.entries()) {
      const number = (value: number): string => String(value).padStart(5, "0");
      const file = `model-${number(index + 1)}-of-${number(shards.length)}.safetensors`;
      await streamSafetensors(join(temporary, file), shard, { format: "pt" });
      for (const [name, { shape }] of shard) {
        weightMap[name] = file;
        total += byteLength(shape);
      }
    }
    const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;
    const index = { metadata: { total_size: total }, weight_map: weightMap };
    await writeText(join(temporary, "model.safetensors.index.json"), json(index));
    await writeText(join(temporary, "config.json"), json(config));
    for (const name of COPIED) await copyFile(join(TINY, name), join(temporary, name));
  });
  return total;
}

/** The large model's config.json with the special tokens of the tiny one. */
async function configuration(): Promise<object> {
  const tiny = JSON.parse(await readFile(join(TINY, "config.json"), "utf8")) as Record<string, unknown>;
  const special = Object.fromEntries(Object.entries(tiny).filter(([key]) => key.endsWith("_token_id")));
  const parts = QWEN3_VL_SIZES["2B"] as { readonly text_config: object; readonly vision_config: object };
  return {
    architectures: ["Qwen3VLForConditionalGeneration"],
    ...parts,
    text_config: { model_type: "qwen3_vl_text", ...parts.text_config, tie_word_embeddings: true },
    vision_config: { model_type: "qwen3_vl_vision", ...parts.vision_config },
    dtype: "bfloat16",
    ...special,
  };
}

function shardsOf(shapes: ReadonlyMap<string, readonly number[]>): readonly Shard[] {
  const shards: [string, StreamedTensor][][] = [[]];
  let [bytes, seed] = [0, 0];
  for (const [name, shape] of shapes) {
    if (bytes > 0 && bytes + byteLength(shape) > SHARD) {
      shards.push([]);
      bytes = 0;
    }
    shards.at(-1)!.push([name, randomTensor(name, shape, seed++)]);
    bytes += byteLength(shape);
  }
  return shards;
}

function byteLength(shape: readonly number[]): number {
  return shape.reduce((a, b) => a * b, 2);
}
