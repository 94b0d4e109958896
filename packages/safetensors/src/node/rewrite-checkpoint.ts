import { join, relative, resolve, sep } from "node:path";
import { bytesPerElement } from "../dtype.js";
import type { TensorInfo } from "../header.js";
import { openSafetensors } from "../read.js";
import { SHARD_INDEX } from "../shard-index.js";
import type { Source } from "../source.js";
import { checkpointFiles } from "./checkpoint-files.js";
import { copyFile } from "./copy-file.js";
import { openFolder } from "./folder.js";
import { type StreamedTensor, streamSafetensors } from "./stream-safetensors.js";
import { writeText, writeWholeFolder } from "./whole-folder.js";

export interface RewriteOptions {
  /** Function that a complaint names. */
  readonly caller: string;
  /** What stands in place of a tensor, whose bytes `source` has; null: it is copied. */
  readonly replace: (name: string, info: TensorInfo, source: Source) => StreamedTensor | null;
  /** Whether a tensor is left out. */
  readonly drops?: (name: string) => boolean;
  /** Texts in place of files, by path. */
  readonly texts?: ReadonlyMap<string, string>;
  /** Called after each tensor, with the tensors done. */
  readonly onTensor?: (done: number) => void;
}

export interface Rewritten {
  /** Files of weights. */
  readonly shards: number;
  /** Paths of what was not copied: weights in other formats, which the new ones would contradict. */
  readonly leftOut: readonly string[];
}

/** Bytes of a tensor that is copied, read at a time. */
const PIECE = 2 ** 22;

/**
 * Copies a checkpoint folder with some tensors replaced: names, sharding, metadata and all other files stay. The copy
 * appears whole or not at all, and in memory is one piece of one tensor at a time.
 *
 * @throws Error for an output that is not new, or in the base; nothing is written then.
 */
export async function rewriteCheckpoint(
  base: string,
  output: string,
  { caller, replace, drops = () => false, texts = new Map(), onTensor = () => {} }: RewriteOptions,
): Promise<Rewritten> {
  requireOutside(caller, base, output);
  const files = await checkpointFiles(base);
  let done = 0;
  await writeWholeFolder(output, { caller }, async (temporary) => {
    const weightMap: Record<string, string> = {};
    let size = 0;
    let changed = false;
    for (const shard of files.shards) {
      const source = (await openFolder(base).open(shard))!;
      try {
        const { tensors, metadata } = await openSafetensors(source);
        const streamed: [string, StreamedTensor][] = [];
        for (const [name, info] of tensors) {
          const tensor = drops(name) ? null : (replace(name, info, source) ?? copied(source, info));
          changed ||= tensor?.dtype !== info.dtype;
          if (tensor === null) continue;
          weightMap[name] = shard;
          size += tensor.shape.reduce((a, b) => a * b, bytesPerElement(tensor.dtype));
          streamed.push([name, counted(tensor, () => onTensor(++done))]);
        }
        await streamSafetensors(join(temporary, shard), streamed, Object.fromEntries(metadata));
      } finally {
        await source.close?.();
      }
    }
    const written = new Map(texts);
    if (changed) {
      const index = { metadata: { total_size: size }, weight_map: weightMap };
      written.set(SHARD_INDEX, `${JSON.stringify(index, null, 2)}\n`);
    }
    for (const path of [...files.others, ...(files.sharded ? [SHARD_INDEX] : [])]) {
      const text = written.get(path);
      await (text === undefined ? copyFile(base, temporary, path) : writeText(join(temporary, path), text));
    }
  });
  return { shards: files.shards.length, leftOut: files.leftOut };
}

function requireOutside(caller: string, base: string, output: string): void {
  const path = relative(resolve(base), resolve(output));
  if (path !== "" && (path === ".." || path.startsWith(`..${sep}`))) return;
  throw new Error(
    `${caller}: the output ${output} is in the base ${base}; expected a folder outside it. Name another folder.`,
  );
}

function copied(source: Source, { dtype, shape, begin, end }: TensorInfo): StreamedTensor {
  return {
    dtype,
    shape,
    async *pieces() {
      for (let offset = begin; offset < end; offset += PIECE) {
        const bytes = new Uint8Array(Math.min(PIECE, end - offset));
        await source.read(offset, bytes);
        yield bytes;
      }
    },
  };
}

function counted({ dtype, shape, pieces }: StreamedTensor, onTensor: () => void): StreamedTensor {
  return {
    dtype,
    shape,
    async *pieces() {
      yield* pieces();
      onTensor();
    },
  };
}
