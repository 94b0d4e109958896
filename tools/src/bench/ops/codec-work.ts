import { dequantizeFourBit, type FourBit, quantizeFourBit } from "@vlm/quant-cuda";
import type { Work } from "../case.js";
import type { Inputs } from "./inputs.js";
import type { OpsWork } from "./work.js";

/** NF4 in blocks of 64 with plain scales, from float32 and back. */
export function codecWork({ w }: Inputs, { operation, k, n }: OpsWork): Work {
  const quantize = (): FourBit => quantizeFourBit(w, [n, k], { nested: false });
  if (operation === "quantize") {
    const outputs = ({ packed, scales }: FourBit): { packed: Uint8Array; scales: Float32Array } => {
      if (scales instanceof Float32Array) return { packed, scales };
      throw new Error("bench.codec: the scales are nested; expected plain ones. Pass { nested: false }.");
    };
    return { run: quantize, output: () => outputs(quantize()) };
  }
  const packed = quantize();
  return { run: () => dequantizeFourBit(packed), output: () => ({ values: dequantizeFourBit(packed) }) };
}
