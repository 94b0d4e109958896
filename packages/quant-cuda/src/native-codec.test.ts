import { nativeCodec, useBackend } from "@vlm/ops";
import { loadAddon, nativeLevels } from "@vlm/ops/node";
import { serialize } from "@vlm/safetensors";
import { beforeAll, describe, expect, it } from "vitest";
import { dequantizeEightBit, quantizeEightBit } from "./eight-bit.js";
import { dequantizeFourBit, type FourBitOptions, quantizeFourBit } from "./four-bit.js";
import type { FourBit } from "./four-bit-codes.js";
import { mean } from "./mean.js";
import { decodeNatively } from "./native-four-bit.js";
import { floatsOf, type Numbers } from "./numbers.js";
import { nestScales } from "./scales.js";

const SIZES = [1, 2, 31, 32, 33, 127, 128, 129, 1000, 20_001];

/** Numbers as weights have them, with blocks of zeros, with both zeros and subnormals, and those that lie on limits. */
const KINDS: readonly ((i: number) => number)[] = [
  (i) => 0.05 * Math.sin(i * i),
  (i) => (i % 128 < 64 ? 0 : [0, -0, 1e-39 * Math.cos(i), -3e-45, 2 ** (i % 60) * 1e-30][i % 5]!),
  (i) => (((i * 37) % 31) - 15) / 15,
];

const FOUR_BIT: readonly FourBitOptions[] = (["nf4", "fp4"] as const).flatMap((type) =>
  ([32, 64, 4096] as const).flatMap((blockSize) =>
    (["float32", "bfloat16", "float16"] as const).map((dtype, i) => ({ type, blockSize, dtype, nested: i !== 1 })),
  ),
);

interface Answers {
  readonly packed: readonly FourBit[];
  readonly decoded: readonly Float32Array[];
  readonly eightBit: readonly object[];
}

function numbersOf(size: number): readonly Numbers[] {
  return KINDS.flatMap((kind): Numbers[] => {
    const values = Float32Array.from({ length: size }, (_, i) => kind(i + size));
    return [values, stored("BF16", values), stored("F16", values)];
  });
}

/** float32 numbers as a file holds them in 16 bits. */
function stored(dtype: "BF16" | "F16", values: Float32Array): Numbers {
  const bytes = serialize([["x", { dtype, shape: [values.length], data: values }]]);
  return { dtype, data: new Uint16Array(bytes.slice(bytes.length - 2 * values.length).buffer) };
}

/** What the codec of the current backend makes of everything. */
function answers(): Answers {
  const numbers = SIZES.flatMap(numbersOf);
  const packed = numbers.flatMap((values) => {
    const size = values instanceof Float32Array ? values.length : values.data.length;
    return FOUR_BIT.map((options) => quantizeFourBit(values, [size], options));
  });
  const eightBit = numbers.flatMap((values) =>
    [64, 256, 1000].map((blockSize) => quantizeEightBit(floatsOf(values), { blockSize })),
  );
  return {
    packed,
    decoded: [
      ...packed.map((codes) => dequantizeFourBit(codes)),
      ...eightBit.map((codes) => dequantizeEightBit(codes)),
    ],
    eightBit,
  };
}

const setups = nativeLevels().flatMap((level) => [1, 2].map((threads) => ({ level, threads })));
let expected: Answers;
beforeAll(async () => {
  await useBackend("cpu");
  expected = answers();
}, 60_000);

describe("the codec in TypeScript", () => {
  it("reads numbers of 16 bits as the float32 numbers that they are", () => {
    for (const values of numbersOf(1000)) {
      expect(quantizeFourBit(values, [1000])).toEqual(quantizeFourBit(floatsOf(values), [1000]));
    }
  });
});

describe.each(setups)("the native codec, $level with $threads threads", ({ level, threads }) => {
  beforeAll(async () => {
    await useBackend("vlm-cpu", { level, threads });
  });

  it("equals the one in TypeScript, bit for bit", () => {
    expect(nativeCodec()).not.toBeNull();
    const actual = answers();
    for (const key of ["packed", "decoded", "eightBit"] as const) {
      expect(actual[key].length).toBe(expected[key].length);
      // Object.is tells zeros apart and knows NaN; toEqual on so many arrays takes seconds.
      actual[key].forEach((answer, i) => {
        if (!same(answer, expected[key][i]!)) expect(answer).toEqual(expected[key][i]);
      });
    }
  });

  it("decodes any part", () => {
    for (const [i, codes] of expected.packed.entries()) {
      const whole = expected.decoded[i]!;
      const [begin, end] = [Math.floor(whole.length / 3), Math.ceil((5 * whole.length) / 6)];
      const part = new Float32Array(end - begin);
      decodeNatively(loadAddon().levels[level]!, codes, begin, part);
      if (!same(part, whole.subarray(begin, end))) expect(part).toEqual(whole.subarray(begin, end));
    }
  });

  it("adds scales up in PyTorch's order", () => {
    for (const size of [1, 7, 100, 4096, 70_001, 300_000]) {
      const scales = Float32Array.from({ length: size }, (_, i) => ((i * 7919) % 10007) / 97 + 0.1);
      expect(nestScales(scales).offset).toBe(mean(scales));
    }
  });

  it("refuses numbers that are none, and says which", () => {
    for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      const values = new Float32Array(5000).fill(1);
      values[4500] = wrong;
      values[4999] = Number.NaN;
      const message = `quant-cuda.quantize: element 4500 is ${wrong}; expected finite numbers, since a block shares one scale. Repair the weights.`;
      expect(() => quantizeFourBit(values, [5000])).toThrow(message);
      expect(() => quantizeFourBit(stored("BF16", values), [5000])).toThrow(message);
      expect(() => quantizeFourBit(stored("F16", values), [5000])).toThrow(message);
      expect(() => quantizeEightBit(values)).toThrow(message);
    }
  });
});

function same(a: unknown, b: unknown): boolean {
  if (ArrayBuffer.isView(a) && ArrayBuffer.isView(b)) {
    return Buffer.compare(bytesOf(a), bytesOf(b)) === 0;
  }
  if (typeof a !== "object" || a === null || typeof b !== "object" || b === null) return Object.is(a, b);
  const other = b as Readonly<Record<string, unknown>>;
  return Object.entries(a).every(([key, value]) => same(value, other[key]));
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
