import { join } from "node:path";
import {
  type AdamW8bitState,
  dequantizeEightBit,
  dequantizeFourBit,
  type FourBit,
  type FourBitType,
  quantizeEightBit,
  quantizeFourBit,
  readFourBit,
  readStates,
  stateDict,
  stepAdamW8bit,
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
    return [...comparisons, ...(await adamW(join(folder, "adamw8bit.safetensors")))];
  } finally {
    await golden.close();
  }
}

/** The generator's settings; the case's file does not hold them. */
const ADAMW = { learningRate: 1e-2, weightDecay: 0.05, blockSize: 256 };
const STEPS = 20;

/** Parameters after each step, and the moments after the last. A code on a rounding edge may fall either way. */
async function adamW(path: string): Promise<Comparison[]> {
  const golden = await openSafetensors(await fileSource(path));
  try {
    const [gradients, expected] = [await golden.readFloat32("grads"), await golden.readFloat32("params")];
    let parameter = await golden.readFloat32("p0");
    let state: AdamW8bitState | null = null;
    const comparisons: Comparison[] = [];
    const shape = golden.tensors.get("p0")!.shape;
    for (let step = 0; step < STEPS; step++) {
      const [begin, end] = [step * parameter.length, (step + 1) * parameter.length];
      ({ parameter, state } = stepAdamW8bit(parameter, gradients.subarray(begin, end), state, ADAMW));
      comparisons.push(nearly(`adamw8bit step ${step + 1}`, shape, parameter, expected.subarray(begin, end)));
    }
    for (const [moment, number] of [
      [state!.first, 1],
      [state!.second, 2],
    ] as const) {
      if (moment instanceof Float32Array) throw new Error("the moments are not in 8 bits");
      const [codes, absmax] = [`state${number}`, `absmax${number}`];
      const theirs = { ...moment, codes: (await golden.read(codes)).data as Uint8Array };
      const [actual, reference] = [dequantizeEightBit(moment), dequantizeEightBit(theirs)];
      comparisons.push(nearly(codes, golden.tensors.get(codes)!.shape, actual, reference));
      const scales = await golden.readFloat32(absmax);
      comparisons.push(nearly(absmax, golden.tensors.get(absmax)!.shape, moment.absmax, scales));
    }
    return comparisons;
  } finally {
    await golden.close();
  }
}

/** Within 1e-5, but for a thousandth of the elements, which stay within 5e-3. */
function nearly(name: string, shape: readonly number[], actual: Float32Array, expected: Float32Array): Comparison {
  const result = compare(name, shape, actual, expected, { tolerance: 5e-3 });
  const far = actual.filter((value, i) => Math.abs(value - expected[i]!) > 1e-5).length;
  return { ...result, pass: result.pass && far <= expected.length / 1000 };
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
