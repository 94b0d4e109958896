import { join } from "node:path";
import {
  dequantizeEightBit,
  dequantizeFourBit,
  type FourBit,
  type FourBitType,
  quantizeEightBit,
  quantizeFourBit,
  readFourBit,
  readStates,
  stateDict,
  type WeightType,
} from "@vlm/quant-cuda";
import { openSafetensors, type Safetensors } from "@vlm/safetensors";
import { fileSource } from "@vlm/safetensors/node";
import { type Comparison, compare } from "./comparison.js";
import type { Unsupported } from "./unsupported.js";

/** Of these, codes and states are compared to the bit; of the others, what they decode to. */
const EXACT = ["normal", "heavy", "bf16"];
const DTYPES: Readonly<Record<string, WeightType>> = { F32: "float32", BF16: "bfloat16" };

/** A case of kind `bnb`: 4-bit and 8-bit codes, their states and what they decode to. */
export async function bnb(folder: string): Promise<readonly (Comparison | Unsupported)[]> {
  const golden = await openSafetensors(await fileSource(join(folder, "golden.safetensors")));
  try {
    const names = [...golden.tensors.keys()];
    const fourBit = names.filter((name) => name.endsWith(".packed")).map((name) => name.slice(0, -".packed".length));
    const eightBit = names.filter((name) => name.endsWith(".q")).map((name) => name.slice(0, -".q".length));
    const comparisons: Comparison[] = [];
    for (const name of fourBit) comparisons.push(...(await fourBitCase(golden, name)));
    for (const name of eightBit) comparisons.push(...(await eightBitCase(golden, name)));
    return comparisons;
  } finally {
    await golden.close();
  }
}

/** `normal.nf4.64.dq`: which numbers, type, block size, and whether scales are quantized ("dq") or not. */
async function fourBitCase(golden: Safetensors, name: string): Promise<Comparison[]> {
  const [input, type, blockSize, scales] = name.split(".") as [string, FourBitType, string, string];
  const { shape, dtype } = golden.tensors.get(`${input}.x`)!;
  const ours = quantizeFourBit(await golden.readFloat32(`${input}.x`), shape, {
    type,
    blockSize: Number(blockSize),
    nested: scales === "dq",
    dtype: DTYPES[dtype]!,
  });
  const decoded = await tensor(golden, `${name}.dequant`, dequantizeFourBit(ours));
  const theirs = dequantizeFourBit(await storedFourBit(golden, name));
  const read = await tensor(golden, `${name}.dequant`, theirs, `${name} read`);
  if (!EXACT.includes(input)) return [decoded, read];
  const parts: Comparison[] = [];
  for (const [part, { data }] of stateDict("", ours)) {
    const stored = part === "" ? `${name}.packed` : `${name}.state${part}`;
    parts.push(await tensor(golden, stored, data as Uint8Array | Float32Array));
  }
  return [...parts, decoded, read];
}

/** The reference's own codes and state, by the way that reads checkpoints. */
async function storedFourBit(golden: Safetensors, name: string): Promise<FourBit> {
  const renamed = (stored: string): string =>
    stored.replace(`${name}.packed`, name).replace(`${name}.state.`, `${name}.`);
  const original = new Map([...golden.tensors.keys()].map((stored) => [renamed(stored), stored]));
  const file: Safetensors = {
    ...golden,
    tensors: new Map([...golden.tensors].map(([stored, info]) => [renamed(stored), info])),
    readBytes: (part, into) => golden.readBytes(original.get(part)!, into),
  };
  return readFourBit(file, name, (await readStates(file)).get(name)!);
}

async function eightBitCase(golden: Safetensors, name: string): Promise<Comparison[]> {
  const ours = quantizeEightBit(await golden.readFloat32(`${name}.x`));
  return [
    await tensor(golden, `${name}.q`, ours.codes),
    await tensor(golden, `${name}.absmax`, ours.absmax),
    await tensor(golden, `${name}.code`, ours.map),
    await tensor(golden, `${name}.dequant`, dequantizeEightBit(ours)),
  ];
}

async function tensor(
  golden: Safetensors,
  stored: string,
  actual: ArrayLike<number>,
  name: string = stored,
): Promise<Comparison> {
  const { dtype, shape } = golden.tensors.get(stored)!;
  const expected = dtype === "U8" ? await golden.readInt32(stored) : await golden.readFloat32(stored);
  return compare(name, shape, actual, expected);
}
