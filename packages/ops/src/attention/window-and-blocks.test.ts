import * as tf from "@tensorflow/tfjs-core";
import { expect, it } from "vitest";
import { expectAgreement, expectClose, randomTensor } from "../testing/agreement.js";
import { onEachBackend } from "../testing/backends.js";
import { TOLERANCE } from "../testing/tolerance.js";
import { type AttentionOptions, attention, composedAttention } from "./attention.js";
import { KeyValueCache } from "./key-value-cache.js";
import { type Segment, segmentsOf } from "./segment.js";

interface Sizes {
  readonly heads: number;
  readonly keyHeads: number;
  readonly size: number;
}

/** Straight from the definition, in float64, token by token: shares no code with the operator. */
function reference(
  [q, k, v]: readonly Float64Array[],
  segments: readonly Segment[],
  { heads, keyHeads, size }: Sizes,
  { causal = true, window = Number.POSITIVE_INFINITY, scale = size ** -0.5 }: AttentionOptions,
): Float64Array {
  const out = new Float64Array(q!.length);
  let [firstQuery, firstKey] = [0, 0];
  for (const { queries, keys, blocks = [] } of segments) {
    const blockOf = new Int32Array(keys).fill(-1);
    for (let i = 0; i < blocks.length; i += 2) blockOf.fill(i, blocks[i]!, blocks[i]! + blocks[i + 1]!);
    for (let i = 0; i < queries; i++) {
      const place = keys - queries + i;
      const sees = (key: number): boolean => {
        if (!causal) return true;
        const inBlock = blockOf[key] === blockOf[place] && blockOf[place]! >= 0;
        return (key <= place || inBlock) && key > place - window;
      };
      for (let head = 0; head < heads; head++) {
        const row = ((firstQuery + i) * heads + head) * size;
        const keyRow = (key: number): number =>
          ((firstKey + key) * keyHeads + Math.floor((head * keyHeads) / heads)) * size;
        const weights = Array.from({ length: keys }, (_, key) => {
          let score = 0;
          for (let d = 0; d < size; d++) score += q![row + d]! * k![keyRow(key) + d]!;
          return sees(key) ? Math.exp(score * scale) : 0;
        });
        const total = weights.reduce((a, b) => a + b, 0);
        weights.forEach((weight, key) => {
          for (let d = 0; d < size; d++) out[row + d]! += (weight / total) * v![keyRow(key) + d]!;
        });
      }
    }
    firstQuery += queries;
    firstKey += keys;
  }
  return out;
}

const blocks = (...runs: number[]): { blocks: Int32Array } => ({ blocks: Int32Array.from(runs) });

const cases: readonly (readonly [string, readonly Segment[], Sizes, AttentionOptions])[] = [
  ["a window", segmentsOf([9, 2, 6]), { heads: 4, keyHeads: 2, size: 4 }, { window: 3 }],
  ["a window of one", segmentsOf([5]), { heads: 2, keyHeads: 1, size: 4 }, { window: 1 }],
  ["a window wider than its segments", segmentsOf([3, 4]), { heads: 2, keyHeads: 2, size: 4 }, { window: 100 }],
  [
    "blocks",
    [
      { queries: 8, keys: 8, ...blocks(1, 3, 5, 3) },
      { queries: 4, keys: 4 },
      { queries: 5, keys: 5, ...blocks(0, 2) },
    ],
    { heads: 2, keyHeads: 1, size: 4 },
    { scale: 0.7 },
  ],
  [
    "a window narrower than a block",
    [{ queries: 10, keys: 10, ...blocks(2, 5) }],
    { heads: 4, keyHeads: 1, size: 4 },
    { window: 2 },
  ],
  [
    "blocks begun before the first query",
    [
      { queries: 3, keys: 9, ...blocks(1, 3, 4, 4) },
      { queries: 1, keys: 4 },
    ],
    { heads: 2, keyHeads: 1, size: 4 },
    { window: 4 },
  ],
];

onEachBackend("attention with windows and blocks", () => {
  it.each(cases)("equals a plain float64 computation, and its differences: %s", (_, segments, sizes, options) => {
    const [queries, keys] = (["queries", "keys"] as const).map((name) => segments.reduce((sum, s) => sum + s[name], 0));
    const shapes = [
      [queries!, sizes.heads, sizes.size],
      [keys!, sizes.keyHeads, sizes.size],
      [keys!, sizes.keyHeads, sizes.size],
    ];
    const inputs = shapes.map((shape, i) => tf.variable(randomTensor(shape, i + 1)));
    const exact = inputs.map((input) => Float64Array.from(input.dataSync()));
    const run = (): tf.Tensor => attention(inputs[0]!, inputs[1]!, inputs[2]!, segments, options);
    const expected = reference(exact, segments, sizes, options);
    expectClose(run(), tf.tensor([...expected], shapes[0]!), TOLERANCE.float32.value);

    const dy = randomTensor(shapes[0]!, 99);
    const weights = dy.dataSync();
    const value = (): number =>
      reference(exact, segments, sizes, options).reduce((sum, x, i) => sum + x * weights[i]!, 0);
    const { grads } = tf.variableGrads(() => tf.sum(tf.mul(run(), dy)), inputs);
    inputs.forEach((input, which) => {
      const differences = exact[which]!.map((at, i, values) => {
        const side = (step: number): number => {
          values[i] = at + step;
          return value();
        };
        const difference = (side(1e-4) - side(-1e-4)) / 2e-4;
        values[i] = at;
        return difference;
      });
      expectClose(grads[input.name]!, tf.tensor([...differences], input.shape), TOLERANCE.float32.gradient);
    });
  });

  it("equals the composed form where a window cuts long segments into pieces", () => {
    const segments = [
      { queries: 140, keys: 150, ...blocks(100, 45) },
      { queries: 7, keys: 7 },
    ];
    expectAgreement(
      (q, k, v) => attention(q!, k!, v!, segments, { window: 9 }),
      (q, k, v) => composedAttention(q!, k!, v!, segments, { window: 9 }),
      [
        [147, 2, 2],
        [157, 1, 2],
        [157, 1, 2],
      ],
    );
  });

  it("gives the same token by token through a cache that forgets what no window reaches", () => {
    const lengths = [9, 4];
    const [q, k, v] = [4, 2, 2].map((heads, i) => randomTensor([13, heads, 8], i + 1)) as [
      tf.Tensor,
      tf.Tensor,
      tf.Tensor,
    ];
    const whole = attention(q, k, v, segmentsOf(lengths), { window: 3 });
    const rows = (x: tf.Tensor, ids: number[]): tf.Tensor => tf.gather(x, tf.tensor1d(ids, "int32"));
    const cache = new KeyValueCache({ window: 3 });
    const step = (ids: number[], counts: number[]): number[] => {
      const seen = cache.append(rows(k, ids), rows(v, ids), counts);
      const out = attention(rows(q, ids), seen.keys, seen.values, seen.segments, { window: 3 });
      expectClose(out, rows(whole, ids), TOLERANCE.float32.value);
      return seen.segments.map(({ keys }) => keys);
    };
    expect(step([0, 1, 2, 3, 4, 9], [5, 1])).toEqual([5, 1]);
    expect(step([5, 10], [1, 1])).toEqual([3, 2]);
    expect(step([6, 7, 11, 12], [2, 2])).toEqual([4, 4]);
    cache.select([0]);
    expect(step([8], [1])).toEqual([3]);
    cache.dispose();
  });

  it("refuses windows and blocks that make no sense", () => {
    const x = tf.zeros([4, 1, 8]);
    const run = (segment: Partial<Segment>, options?: AttentionOptions): (() => tf.Tensor) => {
      return () => attention(x, x, x, [{ queries: 4, keys: 4, ...segment }], options);
    };
    expect(run({}, { window: 0 })).toThrow(
      "ops.attention: window is 0; expected a whole number from 1 on, of keys up to a query's own. Leave it out where every key is seen.",
    );
    expect(run({}, { window: 2.5 })).toThrow(/^ops.attention: window is 2.5; /);
    expect(run({}, { window: 2, causal: false })).toThrow(/^ops.attention: window is 2 without a causal mask; /);
    for (const runs of [[3, 2], [1, 2, 2, 1], [0, 0], [-1, 2], [1]]) {
      expect(run(blocks(...runs))).toThrow(
        `ops.attention: segment of 4 keys with blocks [${runs}]; expected pairs of start and count, ascending, apart and within the segment. Count from the segment's first key.`,
      );
    }
  });
});
