import type { Safetensors } from "@vlm/safetensors";
import { type Int8Rows, quantizeInt8 } from "./int8.js";
import { Int8Weight } from "./int8-weight.js";
import type { Quantization } from "./quantization.js";
import { isSkipped } from "./skip-list.js";

const PARTS = /\.(SCB|weight_format)$/;

/**
 * Linear layers in signed bytes with a scale a row: those of a plain checkpoint packed while it loads, those that bitsandbytes
 * saved with `load_in_8bit` read as they are.
 */
export function int8({ skip = ["lm_head"] }: { readonly skip?: readonly string[] } = {}): Quantization {
  return {
    packs: (path) => !isSkipped(path, skip),
    pack: ({ values, shape, dtype }) => new Int8Weight(quantizeInt8({ dtype, data: values }, shape)).layOut(),
    async open(config, file) {
      checkConfig(config);
      const shapes = new Map<string, readonly [number, number]>();
      for (const [name, { dtype, shape }] of file.tensors) {
        if (dtype === "I8" && shape.length === 2) shapes.set(name, [shape[0]!, shape[1]!]);
      }
      return {
        shapes,
        isPart: (name) => PARTS.test(name) && shapes.has(name.replace(PARTS, ".weight")),
        read: async (name) => new Int8Weight(await readInt8(file, name, shapes.get(name)!)).layOut(),
      };
    },
  };
}

async function readInt8(file: Safetensors, name: string, shape: Int8Rows["shape"]): Promise<Int8Rows> {
  const scales = name.replace(/\.weight$/, ".SCB");
  const found = file.tensors.get(scales);
  if (found?.dtype !== "F32" || found.end - found.begin !== 4 * shape[0]) {
    const what = found ? `is ${found.dtype} [${found.shape}]` : "is missing";
    throw new Error(
      `quant-cuda.int8: ${scales} ${what} in ${file.name}; expected F32 [${shape[0]}], a scale for each row of ${name}. Copy the checkpoint again.`,
    );
  }
  const codes = new Uint8Array(shape[0] * shape[1]);
  await file.readBytes(name, codes);
  const absmax = new Float32Array(shape[0]);
  await file.readBytes(scales, new Uint8Array(absmax.buffer));
  return { shape, codes: new Int8Array(codes.buffer), absmax };
}

/** Throws unless a `quantization_config` is bitsandbytes' with 8 bits. */
function checkConfig(config: unknown): void {
  const { quant_method, load_in_8bit, _load_in_8bit } = (config ?? {}) as Record<string, unknown>;
  const [what, value] =
    quant_method !== undefined && quant_method !== "bitsandbytes"
      ? ["quant_method", quant_method]
      : ["load_in_8bit", load_in_8bit ?? _load_in_8bit];
  if (value === true) return;
  throw new Error(
    `quant-cuda.int8: quantization_config has ${what} ${JSON.stringify(value)}; expected "bitsandbytes" with 8 bits. Pass fourBit() for 4 bits, or load the original checkpoint and quantize it on the way in.`,
  );
}
