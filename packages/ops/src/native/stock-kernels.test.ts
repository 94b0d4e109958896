import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../backend/use-backend.js";
import { nativeLevels } from "../node/native-levels.js";
import type { Level } from "./addon.js";
import type { NativeBackend } from "./native-backend.js";

const SIZES = [0, 1, 2, 31, 32, 33, 127, 128, 129, 1000];
const SPECIAL = [0, -0, 1e-40, -1e-40, 1, -1, 88.7, -88.7, 104, -104, 1e38, -1e38, Infinity, -Infinity, Number.NaN];

/** Numbers of both signs, without a pattern; the same for every backend. */
function numbers(size: number, seed = 1): Float32Array {
  return Float32Array.from({ length: size }, (_, i) => 3 * Math.sin(i * 12.9898 + seed * 78.233) * Math.cos(i * i));
}

const tensor = (shape: number[], seed = 1): tf.Tensor => tf.tensor(numbers(tf.util.sizeFromShape(shape), seed), shape);

type Case = () => tf.Tensor | tf.Tensor[];

/** What the stock backend says, and what must come out natively. */
async function answers(backend: string, run: Case): Promise<{ shape: number[]; dtype: string; values: number[] }[]> {
  const [name, level] = backend.split(" ") as ["cpu" | "vlm-cpu", Level | undefined];
  await useBackend(name, level && { level, threads: 2 });
  return tf.tidy(() =>
    [run()].flat().map((x) => ({ shape: x.shape, dtype: x.dtype, values: Array.from(x.dataSync()) })),
  );
}

// To vitest a file without a test is an error.
if (nativeLevels().length === 0) it.skip("the native backend is not built here", () => undefined);

describe.each(nativeLevels())("stock kernels on vlm-cpu %s", (level) => {
  beforeAll(() => useBackend("vlm-cpu", { level, threads: 2 }).then(() => undefined));
  afterAll(() => useBackend("cpu").then(() => undefined));

  /** Within `ulps` of the largest of two numbers; not numbers, infinities and zeros alike. */
  const expectEqual = async (run: Case, tolerance = 0): Promise<void> => {
    const expected = await answers("cpu", run);
    const actual = await answers(`vlm-cpu ${level}`, run);
    expect(actual.length).toBe(expected.length);
    actual.forEach(({ shape, dtype, values }, i) => {
      expect(shape).toEqual(expected[i]!.shape);
      expect(dtype).toBe(expected[i]!.dtype);
      values.forEach((value, at) => {
        const wanted = expected[i]!.values[at]!;
        if (Object.is(value, wanted) || value === wanted) return;
        const error = Math.abs(value - wanted) / Math.max(Math.abs(wanted), 1e-37);
        if (!(error <= tolerance)) expect({ at, value }).toEqual({ at, value: wanted });
      });
    });
  };

  const unary: Record<string, (x: tf.Tensor) => tf.Tensor> = {
    abs: tf.abs,
    erf: tf.erf,
    exp: tf.exp,
    log: tf.log,
    neg: tf.neg,
    reciprocal: tf.reciprocal,
    rsqrt: tf.rsqrt,
    sigmoid: tf.sigmoid,
    sqrt: tf.sqrt,
    square: tf.square,
    tanh: tf.tanh,
  };
  it.each(Object.keys(unary))("%s", async (name) => {
    // The stock error function is a short series.
    const tolerance = name === "erf" ? 2e-5 : 4e-7;
    for (const size of SIZES) await expectEqual(() => unary[name]!(tensor([size])), tolerance);
    if (name !== "erf") await expectEqual(() => unary[name]!(tf.tensor1d(SPECIAL)), tolerance);
  });

  const binary = { add: tf.add, sub: tf.sub, mul: tf.mul, div: tf.div, maximum: tf.maximum, minimum: tf.minimum };
  it.each(Object.keys(binary) as (keyof typeof binary)[])("%s of equal, repeated and single operands", async (name) => {
    const shapes: [number[], number[]][] = [
      ...SIZES.map((size): [number[], number[]] => [[size], [size]]),
      [[33], []],
      [[], [33]],
      [[7, 33], [33]],
      [
        [7, 1],
        [7, 33],
      ],
      [
        [7, 33],
        [7, 1],
      ],
      [
        [5, 1, 33],
        [5, 3, 33],
      ],
      [
        [5, 1],
        [1, 33],
      ],
      [
        [2, 1, 3, 1],
        [1, 4, 1, 5],
      ],
      [
        [1, 1],
        [1, 1],
      ],
    ];
    for (const [a, b] of shapes) await expectEqual(() => binary[name](tensor(a), tensor(b, 2)));
    await expectEqual(() => binary[name](tf.tensor2d(SPECIAL, [15, 1]), tf.tensor1d(SPECIAL)));
    await expectEqual(() => binary[name](tf.tensor1d([1, 2, 3], "int32"), tf.tensor1d([4, 5, 6], "int32")));
  });

  it("addN, squaredDifference and where", async () => {
    await expectEqual(() => tf.addN([tensor([33]), tensor([33], 2), tensor([33], 3)]));
    await expectEqual(() => tf.squaredDifference(tensor([2, 33]), tensor([33], 2)), 1e-6);
    await expectEqual(() => tf.where(tf.greater(tensor([129]), 0), tensor([129], 2), tensor([129], 3)));
  });

  it("casts integers and truth values for good", async () => {
    await expectEqual(() => tf.cast(tf.tensor1d([1, -2, 3], "int32"), "float32"));
    await expectEqual(() => tf.cast(tf.tensor1d([true, false], "bool"), "float32"));
    await expectEqual(() => tf.cast(tf.tensor1d([1.7, -2.7]), "int32"));
    await expectEqual(() => tf.add(tf.cast(tf.oneHot(tf.tensor1d([1, 0], "int32"), 3), "float32"), 1));
  });

  const reductions = { sum: tf.sum, mean: tf.mean, max: tf.max, min: tf.min };
  it.each(Object.keys(reductions) as (keyof typeof reductions)[])("%s", async (name) => {
    const reduce = reductions[name];
    for (const size of SIZES.slice(1)) {
      await expectEqual(() => reduce(tensor([size])), 1e-4);
      await expectEqual(() => reduce(tensor([3, size]), -1, true), 1e-4);
      await expectEqual(() => reduce(tensor([size, 3]), 0), 1e-4);
    }
    await expectEqual(() => reduce(tensor([3, 40, 33]), 1), 1e-4);
    await expectEqual(() => reduce(tensor([3, 40, 33]), [1, 2]), 1e-4);
    await expectEqual(() => reduce(tensor([3, 40, 33]), [0, 2]), 1e-4);
    await expectEqual(() => reduce(tensor([1, 7, 1]), 0));
    await expectEqual(() => reduce(tf.tensor1d([1, Number.NaN, 3])));
    await expectEqual(() => reduce(tf.tensor2d([1, Infinity, 3, -Infinity, 0, 0], [2, 3]), 1));
  });

  it("sums of no numbers are zero", async () => {
    await expectEqual(() => tf.sum(tf.zeros([0, 3]), 0));
    await expectEqual(() => tf.sum(tf.zeros([0, 3]), 1));
  });

  it("sums many numbers more closely than one after the other", async () => {
    await useBackend("vlm-cpu", { level, threads: 2 });
    const x = numbers(1_000_003).map(Math.abs);
    const truth = x.reduce((sum, value) => sum + value, 0);
    expect(Math.abs(tf.sum(tf.tensor1d(x)).dataSync()[0]! / truth - 1)).toBeLessThan(2e-7);
  });

  it("softmax", async () => {
    for (const size of SIZES.slice(1)) await expectEqual(() => tf.softmax(tensor([3, size])), 2e-6);
    await expectEqual(() => tf.softmax(tf.tensor2d([1000, -1000, -Infinity, 0, 0, 0], [2, 3])), 1e-6);
  });

  it("argMax takes the first of the largest", async () => {
    for (const size of SIZES.slice(1)) await expectEqual(() => tf.argMax(tensor([3, size]), -1));
    await expectEqual(() => tf.argMax(tf.tensor1d([...Array(40).fill(1), 2, 2, ...Array(40).fill(2)])));
    await expectEqual(() => tf.argMax(tf.fill([2, 70], -Infinity), 1));
    await expectEqual(() => tf.argMax(tensor([4, 5]), 0));
  });

  it("transpose", async () => {
    for (const [rows, columns] of [
      [1, 7],
      [31, 33],
      [32, 32],
      [127, 129],
      [3, 1000],
    ] as const) {
      await expectEqual(() => tf.transpose(tensor([rows, columns])));
      await expectEqual(() => tf.transpose(tensor([2, rows, columns]), [0, 2, 1]));
      await expectEqual(() => tf.transpose(tensor([rows, columns, 5]), [1, 0, 2]));
    }
    for (const order of [
      [0, 2, 1, 3],
      [3, 0, 1, 2],
      [2, 3, 0, 1],
      [3, 2, 1, 0],
      [1, 3, 0, 2],
    ]) {
      await expectEqual(() => tf.transpose(tensor([2, 3, 4, 5]), order));
      await expectEqual(() => tf.transpose(tensor([2, 1, 4, 1]), order));
    }
    await expectEqual(() => tf.transpose(tf.tensor2d([1, 2, 3, 4, 5, 6], [2, 3], "int32")));
  });

  it("concat, stack, slice, unstack", async () => {
    for (const axis of [0, 1, 2]) {
      const shape = (size: number): number[] => [2, 3, 4].map((length, i) => (i === axis ? size : length));
      await expectEqual(() => tf.concat([tensor(shape(33)), tensor(shape(0)), tensor(shape(1), 3)], axis));
      await expectEqual(() => tf.stack([tensor([2, 3]), tensor([2, 3], 2)], axis));
      await expectEqual(() =>
        tf.slice(
          tensor(shape(33)),
          [0, 1, 2].map((i) => (i === axis ? 7 : 0)),
          shape(20),
        ),
      );
      await expectEqual(() => tf.unstack(tensor([2, 3, 4]), axis));
    }
    await expectEqual(() => tf.slice(tensor([4, 5, 6]), [1, 1, 1], [2, 3, 4]));
    await expectEqual(() => tf.concat([tf.tensor1d([1], "int32"), tf.tensor1d([2], "int32")]));
  });

  it("fill, zerosLike, onesLike, reshape, gather, unsortedSegmentSum", async () => {
    await expectEqual(() => tf.fill([2, 3], 7));
    await expectEqual(() => [tf.zerosLike(tensor([33])), tf.onesLike(tensor([33]))]);
    await expectEqual(() => tf.reshape(tensor([6, 4]), [2, -1]));
    const ids = (): tf.Tensor1D => tf.tensor1d([2, 0, 2, 1], "int32");
    await expectEqual(() => tf.gather(tensor([3, 33]), ids()));
    await expectEqual(() => tf.gather(tensor([4, 3]), ids(), 1));
    await expectEqual(() => tf.unsortedSegmentSum(tensor([4, 33]), ids(), 3), 1e-6);
  });

  it("refuses rows that are not there as the stock kernel does", async () => {
    await useBackend("vlm-cpu", { level, threads: 2 });
    expect(() => tf.gather(tensor([3, 2]), tf.tensor1d([3], "int32"))).toThrow("is not in [0, 2]");
  });

  it("counts what the stock kernels do", async () => {
    await useBackend("vlm-cpu", { level, threads: 2 });
    const { stockCalls } = tf.backend() as NativeBackend;
    const count = (name: string): number => stockCalls.get(name) ?? 0;
    const [floor, add] = [count("Floor"), count("Add")];
    tf.floor(tensor([3]));
    tf.add(tensor([3]), tensor([3]));
    tf.add(tf.tensor1d([1], "int32"), tf.tensor1d([2], "int32"));
    expect([count("Floor") - floor, count("Add") - add]).toEqual([1, 1]);
  });
});
