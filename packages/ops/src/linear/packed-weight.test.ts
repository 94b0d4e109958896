import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { useBackend } from "../backend/use-backend.js";
import type { Level } from "../native/addon.js";
import type { NativeBackend } from "../native/native-backend.js";
import { nativeLevels } from "../node/native-levels.js";
import { expectClose, randomTensor } from "../testing/agreement.js";
import { TOLERANCE } from "../testing/tolerance.js";
import { composedLinear, linear } from "./linear.js";
import { type EightBitRows, type FourBitCodes, PackedWeight, packsWeights } from "./packed-weight.js";
import { Weight } from "./weight.js";

const MAP = Float32Array.from({ length: 16 }, (_, code) => Math.tanh((code - 7) / 5));
const { value: TIGHT } = TOLERANCE.float32;

/** Numbers that bfloat16 holds exactly. */
function roundToBfloat16(values: Float32Array): Float32Array {
  const bits = Uint32Array.from(
    new Uint32Array(values.buffer),
    (b) => ((b + 0x7fff + ((b >>> 16) & 1)) & 0xffff0000) >>> 0,
  );
  return new Float32Array(bits.buffer);
}

function wordsOf(values: Float32Array): Uint16Array {
  return Uint16Array.from(new Uint32Array(values.buffer), (bits) => bits >>> 16);
}

function fourBit(outputs: number, inputs: number, blockSize: number): FourBitCodes & { dense: Float32Array } {
  const size = outputs * inputs;
  const codes = Uint8Array.from({ length: size / 2 }, (_, i) => (i * i * 7 + i * 13 + 5) & 255);
  const absmax = Float32Array.from({ length: Math.ceil(size / blockSize) }, (_, i) => 1 + Math.sin(i));
  const dense = Float32Array.from({ length: size }, (_, i) => {
    const pair = codes[i >> 1]!;
    return MAP[i % 2 ? pair & 15 : pair >> 4]! * absmax[Math.floor(i / blockSize)]!;
  });
  return { codes, map: MAP, absmax, blockSize, dtype: "float32", dense };
}

function eightBit(outputs: number, inputs: number): EightBitRows & { dense: Float32Array } {
  const codes = Int8Array.from({ length: outputs * inputs }, (_, i) => (i * i * 7 + i * 13 + 5) & 255);
  const scales = Float32Array.from({ length: outputs }, (_, i) => (1 + Math.sin(i)) / 127);
  const dense = Float32Array.from(codes, (code, i) => code * scales[Math.floor(i / inputs)]!);
  return { codes, scales, dense };
}

/** The products of a packed weight, against those of the dense matrix that it stands for. */
function expectProducts(weight: PackedWeight, dense: tf.Tensor2D, rows: number, rank: number): void {
  const { outputs, inputs } = weight;
  const [x, dy, bias] = [randomTensor([rows, inputs], 1), randomTensor([rows, outputs], 2), randomTensor([outputs], 3)];
  const narrow = randomTensor([rows, rank], 4);
  const [a, b] = [randomTensor([rank, inputs], 5), randomTensor([outputs, rank], 6)];
  const forward = tf.add(
    tf.add(tf.matMul(x, dense, false, true), bias),
    tf.mul(tf.matMul(narrow, b, false, true), 0.5),
  );
  const backward = tf.add(tf.matMul(dy, dense), tf.mul(tf.matMul(narrow, a), 0.5));
  const term = { narrow, scale: 0.5 };
  expectClose(weight.forward(x as tf.Tensor2D, bias, { ...term, wide: b }), forward, TIGHT);
  expectClose(weight.backward(dy as tf.Tensor2D, { ...term, wide: a }), backward, TIGHT);
  expectClose(weight.forward(x as tf.Tensor2D), tf.matMul(x, dense, false, true), TIGHT);
  expectClose(weight.backward(dy as tf.Tensor2D), tf.matMul(dy, dense), TIGHT);
}

describe.each(nativeLevels())("PackedWeight at the level %s", (level: Level) => {
  const start = async (threads = 2): Promise<NativeBackend> => {
    await useBackend("vlm-cpu", { level, threads });
    return tf.backend() as NativeBackend;
  };

  it.each(["float32", "bfloat16"] as const)("multiplies as the dense matrix does, held in %s", async (storage) => {
    await start();
    for (const [outputs, inputs, rank] of [
      [1, 1, 1],
      [33, 31, 2],
      [127, 129, 16],
      [20, 1100, 3],
    ] as const) {
      tf.tidy(() => {
        const random = randomTensor([outputs, inputs], 7).dataSync<"float32">();
        const values = storage === "bfloat16" ? roundToBfloat16(random) : random;
        const weight = PackedWeight.pack(values, [outputs, inputs], { storage });
        const dense = weight.dense();
        expect([...dense.dataSync()]).toEqual([...values]);
        for (const rows of [0, 1, 2, 3, 7, 33]) expectProducts(weight, dense, rows, rank);
        weight.dispose();
      });
    }
  });

  it("packs bfloat16 words as they are, and rounds floats to them", async () => {
    await start();
    tf.tidy(() => {
      const random = randomTensor([17, 33], 8).dataSync<"float32">();
      const values = roundToBfloat16(random);
      for (const weight of [
        PackedWeight.pack(wordsOf(values), [17, 33]),
        PackedWeight.pack(wordsOf(values), [17, 33], { storage: "float32" }),
        PackedWeight.pack(random, [17, 33], { storage: "bfloat16" }),
      ]) {
        expect([...weight.dense().dataSync()]).toEqual([...values]);
        weight.dispose();
      }
    });
  });

  it.each([
    [17, 64, 64],
    [33, 192, 32],
    [16, 128, 512],
    [40, 1088, 64],
  ])("multiplies 4-bit codes as the dense matrix does: [%i,%i] in blocks of %i", async (outputs, inputs, blockSize) => {
    await start();
    tf.tidy(() => {
      const { dense, ...codes } = fourBit(outputs, inputs, blockSize);
      const weight = PackedWeight.packFourBit(codes, [outputs, inputs]);
      expect([...weight.dense().dataSync()]).toEqual([...dense]);
      for (const rows of [1, 2, 4, 5, 33]) expectProducts(weight, weight.dense(), rows, 3);
      weight.dispose();
    });
  });

  it.each([
    [1, 1],
    [17, 31],
    [33, 1026],
    [48, 64],
  ])("multiplies signed bytes as the dense matrix does: [%i,%i]", async (outputs, inputs) => {
    await start();
    tf.tidy(() => {
      const { dense, ...rows } = eightBit(outputs, inputs);
      const weight = PackedWeight.packEightBit(rows, [outputs, inputs]);
      expect([...weight.dense().dataSync()]).toEqual([...dense]);
      for (const count of [0, 1, 2, 3, 7, 33]) expectProducts(weight, weight.dense(), count, 2);
      weight.dispose();
    });
  });

  it("rounds what codes stand for to the type of the weight", async () => {
    await start();
    tf.tidy(() => {
      const { dense, ...codes } = fourBit(8, 64, 64);
      const bfloat16 = PackedWeight.packFourBit({ ...codes, dtype: "bfloat16" }, [8, 64]);
      expect([...bfloat16.dense().dataSync()]).toEqual([...roundToBfloat16(dense)]);
      expectProducts(bfloat16, bfloat16.dense(), 3, 1);
      const float16 = PackedWeight.packFourBit({ ...codes, dtype: "float16" }, [8, 64]);
      float16
        .dense()
        .dataSync()
        .forEach((y, i) => {
          expect(Math.abs(y - dense[i]!)).toBeLessThanOrEqual(2 ** -11 * Math.abs(dense[i]!));
        });
      for (const weight of [bfloat16, float16]) weight.dispose();
    });
  });

  it("gives the same numbers for any number of rows and of threads", async () => {
    const products = async (threads: number): Promise<number[]> => {
      await start(threads);
      return tf.tidy(() => {
        const { dense: _, ...codes } = fourBit(70, 1088, 64);
        const x = randomTensor([40, 1088], 1) as tf.Tensor2D;
        const dy = randomTensor([40, 70], 2) as tf.Tensor2D;
        const values = randomTensor([70, 1088], 3).dataSync<"float32">();
        const weights = [
          PackedWeight.packFourBit(codes, [70, 1088]),
          PackedWeight.pack(values, [70, 1088]),
          PackedWeight.pack(values, [70, 1088], { storage: "bfloat16" }),
          PackedWeight.packEightBit(eightBit(70, 1088), [70, 1088]),
        ];
        return weights.flatMap((weight) => {
          const all = [...weight.forward(x).dataSync(), ...weight.backward(dy).dataSync()];
          for (const rows of [1, 2, 3, 5, 8]) {
            const part = weight.forward(tf.slice(x, 0, rows)).dataSync();
            expect([...part]).toEqual(all.slice(0, part.length));
          }
          weight.dispose();
          return all;
        });
      });
    };
    expect(await products(1)).toEqual(await products(2));
  });

  it("holds one copy of a frozen weight, in 16 bits where they hold it exactly", async () => {
    const backend = await start();
    const { weights } = backend.memory().bytes;
    const { numTensors } = tf.memory();
    const exact = new Weight(tf.tensor2d(roundToBfloat16(new Float32Array(64 * 64).fill(0.1)), [64, 64]));
    const other = new Weight(tf.tensor2d(new Float32Array(64 * 64).fill(0.1), [64, 64]));
    for (const weight of [exact, other]) weight.pack();
    expect(tf.memory().numTensors).toBe(numTensors);
    expect(backend.memory().bytes.weights - weights).toBe(64 * 64 * (2 + 4));
    for (const weight of [exact, other]) weight.dispose();
    expect(backend.memory().bytes.weights).toBe(weights);
  });

  it("trains adapters beside a packed weight", async () => {
    await start();
    const values = randomTensor([31, 33], 1);
    const weight = PackedWeight.pack(values.dataSync<"float32">(), [31, 33]);
    const inputs = [randomTensor([5, 33], 2), randomTensor([2, 33], 3), randomTensor([31, 2], 4)].map((t) =>
      tf.variable(t),
    );
    const run = (packed: boolean): tf.NamedTensorMap =>
      tf.variableGrads(() => {
        const [x, a, b] = inputs as [tf.Variable, tf.Variable, tf.Variable];
        const options = { adapter: { a, b, scale: 2 } };
        return tf.sum(tf.square(packed ? linear(x, weight, options) : composedLinear(x, values, options)));
      }, inputs).grads;
    const [fast, slow] = [run(true), run(false)];
    for (const { name } of inputs) expectClose(fast[name]!, slow[name]!, TOLERANCE.float32.gradient);
    weight.dispose();
    tf.dispose([values, ...inputs, fast, slow]);
  });

  it("refuses what does not fit", async () => {
    await start();
    expect(() => PackedWeight.pack(new Float32Array(5), [2, 3])).toThrow(
      "ops.PackedWeight.pack: 5 values for the shape [2,3]; expected 6. Pass both from the same tensor.",
    );
    const { codes: bytes } = eightBit(2, 3);
    expect(() => PackedWeight.packEightBit({ codes: bytes, scales: new Float32Array(3) }, [2, 3])).toThrow(
      "ops.PackedWeight.packEightBit: 6 codes and 3 scales for the shape [2,3]; expected 6 and 2. Pass both from the same weight.",
    );
    const { dense: _, ...codes } = fourBit(2, 64, 64);
    expect(() => PackedWeight.packFourBit({ ...codes, blockSize: 96 }, [2, 64])).toThrow(
      "ops.PackedWeight.packFourBit: blocks of 96 in rows of 64; expected one to be a multiple of the other, and both of 8. Make the matrix dense.",
    );
    expect(() => PackedWeight.packFourBit(codes, [4, 64])).toThrow(
      "ops.PackedWeight.packFourBit: 64 bytes and 2 scales for the shape [4,64]; expected 128 and 4. Pass all from the same weight.",
    );
    const weight = PackedWeight.pack(new Float32Array(6), [2, 3]);
    weight.dispose();
    expect(() => weight.forward(tf.zeros([1, 3]))).toThrow(
      "ops.PackedWeight: the weight [2,3] is disposed; expected one that was packed for the backend in use. Load the model again after useBackend.",
    );
    if (level !== "avx512bf16") {
      expect(() => PackedWeight.pack(new Float32Array(6), [2, 3], { compute: "bfloat16" })).toThrow(
        `ops.PackedWeight: compute is "bfloat16" at the level "${level}"; expected the level "avx512bf16". Compute in float32, or on a machine with AVX512-BF16.`,
      );
      await expect(useBackend("vlm-cpu", { level, compute: "bfloat16" })).rejects.toThrow(
        `ops.useBackend: compute is "bfloat16" at the level "${level}"; expected the level "avx512bf16". Compute in float32, or on a machine with AVX512-BF16.`,
      );
    }
  });
});

it("refuses other backends", async () => {
  await useBackend("cpu");
  expect(packsWeights()).toBe(false);
  expect(() => PackedWeight.pack(new Float32Array(6), [2, 3])).toThrow(
    'ops.PackedWeight: the backend is "cpu"; expected "vlm-cpu". Call useBackend("vlm-cpu") before, or use Weight.',
  );
});
