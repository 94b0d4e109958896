import { largestOfBlocks } from "./blocks.js";
import { dynamicMap } from "./dynamic-map.js";
import { dequantizeEightBit, type EightBit } from "./eight-bit.js";
import { countBelow, middlesOf } from "./search.js";

/** The moments of one parameter: in 8 bits, or in float32 where it is small. */
export interface AdamW8bitState {
  /** Steps done. */
  readonly step: number;
  readonly first: EightBit | Float32Array;
  readonly second: EightBit | Float32Array;
}

export interface AdamW8bitOptions {
  readonly learningRate?: number;
  readonly beta1?: number;
  readonly beta2?: number;
  readonly epsilon?: number;
  readonly weightDecay?: number;
  readonly blockSize?: number;
  /** Parameters of fewer elements keep float32 moments. */
  readonly smallestSize?: number;
}

export interface AdamW8bitStep {
  readonly parameter: Float32Array;
  readonly state: AdamW8bitState;
}

/**
 * One step of AdamW with moments in 8 bits (arXiv 2110.02861), as bitsandbytes' blockwise kernel: p ← (p − lr √(1−β₂ᵗ) / (1−β₁ᵗ)
 * · m / (√v + √(1−β₂ᵗ) ε)) · (1 − lr λ). Weight decay comes after the update, a code never changes the sign of m, and an
 * element whose gradient is not finite stays where it is and forgets its moments.
 *
 * @param state what the step before returned; null before the first
 */
export function stepAdamW8bit(
  parameter: Float32Array,
  gradient: Float32Array,
  state: AdamW8bitState | null,
  {
    learningRate = 1e-3,
    beta1 = 0.9,
    beta2 = 0.999,
    epsilon = 1e-8,
    weightDecay = 1e-2,
    blockSize = 256,
    smallestSize = 4096,
  }: AdamW8bitOptions = {},
): AdamW8bitStep {
  const size = parameter.length;
  if (gradient.length !== size || (state && decodedLength(state.first) !== size)) {
    throw new Error(
      `quant-cuda.stepAdamW8bit: ${size} elements with ${gradient.length} gradients and ${state ? decodedLength(state.first) : size} moments; expected as many of each. Pass those of one parameter.`,
    );
  }
  const step = (state?.step ?? 0) + 1;
  const first = state ? decoded(state.first) : new Float32Array(size);
  const second = state ? decoded(state.second) : new Float32Array(size);
  const next = parameter.slice();
  const root = Math.sqrt(1 - beta2 ** step);
  const rate = (-learningRate * root) / (1 - beta1 ** step);
  for (let i = 0; i < size; i++) {
    const g = gradient[i]!;
    if (!Number.isFinite(g)) {
      first[i] = second[i] = 0;
      continue;
    }
    first[i] = first[i]! * beta1 + (1 - beta1) * g;
    second[i] = second[i]! * beta2 + (1 - beta2) * g * g;
    next[i]! += rate * (first[i]! / (Math.sqrt(second[i]!) + root * epsilon));
    next[i]! *= 1 - learningRate * weightDecay;
  }
  if (size < smallestSize) return { parameter: next, state: { step, first, second } };
  return {
    parameter: next,
    state: { step, first: encodeSigned(first, blockSize), second: encode(second, blockSize, UNSIGNED) },
  };
}

const SIGNED = dynamicMap();
const UNSIGNED = dynamicMap({ signed: false });
const MIDDLES = new Map([SIGNED, UNSIGNED].map((map) => [map, middlesOf(map)]));

/** The nearest code of each share of its block's largest magnitude; shares are divided out, not multiplied. */
function encode(values: Float32Array, blockSize: number, map: Float32Array): EightBit {
  const absmax = largestOfBlocks(values, blockSize);
  const middles = MIDDLES.get(map)!;
  const codes = Uint8Array.from(values, (value, i) => {
    const largest = absmax[Math.floor(i / blockSize)]!;
    return countBelow(middles, largest === 0 ? 0 : Math.fround(value / largest));
  });
  return { codes, map, absmax, blockSize };
}

function encodeSigned(values: Float32Array, blockSize: number): EightBit {
  const encoded = encode(values, blockSize, SIGNED);
  values.forEach((value, i) => {
    const stored = SIGNED[encoded.codes[i]!]!;
    if (isNegative(stored) !== isNegative(value)) encoded.codes[i]! += value > 0 ? 1 : -1;
  });
  return encoded;
}

const isNegative = (value: number): boolean => value < 0 || Object.is(value, -0);

function decoded(moments: EightBit | Float32Array): Float32Array {
  return moments instanceof Float32Array ? moments.slice() : dequantizeEightBit(moments);
}

function decodedLength(moments: EightBit | Float32Array): number {
  return moments instanceof Float32Array ? moments.length : moments.codes.length;
}
