import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { expect, it } from "vitest";
import { expectClose, randomTensor } from "../testing/agreement.js";
import { onEachBackend } from "../testing/backends.js";
import { expectSameOnAnyThreads } from "../testing/threads.js";
import { TOLERANCE } from "../testing/tolerance.js";
import { type AttentionOptions, attention, composedAttention } from "./attention.js";
import type { Segment } from "./segment.js";

type Attention = typeof attention;
type Case = { heads: number; keyHeads: number; segments: Segment[]; options: AttentionOptions };

/** The value and the three gradients of Σ out · dy. */
function evaluate(form: Attention, size: number, { heads, keyHeads, segments, options }: Case): tf.Tensor[] {
  const count = (name: "queries" | "keys"): number => segments.reduce((sum, segment) => sum + segment[name], 0);
  const shapes = [
    [count("queries"), heads, size],
    [count("keys"), keyHeads, size],
    [count("keys"), keyHeads, size],
  ];
  const inputs = shapes.map((shape, i) => randomTensor(shape, i + 1));
  const run = (q: tf.Tensor, k: tf.Tensor, v: tf.Tensor): tf.Tensor => form(q, k, v, segments, options);
  const [q, k, v] = inputs as [tf.Tensor, tf.Tensor, tf.Tensor];
  return [run(q, k, v), ...tf.grads(run)(inputs, randomTensor(shapes[0]!, 99))];
}

function expectSame(size: number, given: Case): void {
  tf.tidy(() => {
    const [actual, expected] = [attention, composedAttention].map((form) => evaluate(form, size, given));
    actual!.forEach((x, i) => {
      expectClose(x, expected![i]!, i === 0 ? TOLERANCE.float32.value : TOLERANCE.float32.gradient);
    });
  });
}

const segment = (causal: boolean): fc.Arbitrary<Segment> =>
  fc
    .record({
      queries: fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 6, max: 70 })),
      before: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 40 })),
      block: fc.tuple(fc.nat(40), fc.integer({ min: 1, max: 30 })),
    })
    .map(({ queries, before, block: [start, count] }) => {
      const keys = queries + before;
      return causal && start + count <= keys
        ? { queries, keys, blocks: Int32Array.of(start, count) }
        : { queries, keys };
    });

const anyCase: fc.Arbitrary<Case> = fc.boolean().chain((causal) =>
  fc
    .record({
      keyHeads: fc.integer({ min: 1, max: 2 }),
      sharing: fc.integer({ min: 1, max: 3 }),
      segments: fc.array(segment(causal), { minLength: 1, maxLength: 2 }),
      window: fc.option(fc.integer({ min: 1, max: 40 })),
    })
    .map(({ keyHeads, sharing, segments, window }) => ({
      heads: keyHeads * sharing,
      keyHeads,
      segments,
      options: causal && window !== null ? { causal, window } : { causal },
    })),
);

/** Longer than a stretch of keys whose gradients one thread sums. */
const LONG: Case = { heads: 2, keyHeads: 1, segments: [{ queries: 300, keys: 530 }], options: { window: 290 } };

onEachBackend("attention of random segments, windows and blocks", () => {
  it.each([1, 3, 8, 16, 32, 48, 64, 72, 128, 129])("equals the composed form with heads of %i numbers", (size) => {
    fc.assert(
      fc.property(anyCase, (given) => expectSame(size, given)),
      { numRuns: 2, seed: size },
    );
  });

  it("equals the composed form in several stretches of keys", () => {
    expectSame(8, LONG);
  });

  it("takes keys out of turn, with room between them", () => {
    const [q, k, v] = [3, 9, 9].map((count, i) => randomTensor([count, 2, 8], i + 1)) as [
      tf.Tensor,
      tf.Tensor,
      tf.Tensor,
    ];
    const segments = [
      { queries: 1, keys: 3, firstKey: 5 },
      { queries: 2, keys: 4, firstKey: 0 },
    ];
    for (const form of [attention, composedAttention]) {
      const run = (a: tf.Tensor, b: tf.Tensor, c: tf.Tensor): tf.Tensor => form(a, b, c, segments);
      const rows = (x: tf.Tensor): tf.Tensor => tf.gather(x, tf.tensor1d([5, 6, 7, 0, 1, 2, 3], "int32"));
      const packed = segments.map(({ queries, keys }) => ({ queries, keys }));
      const dense = (a: tf.Tensor, b: tf.Tensor, c: tf.Tensor): tf.Tensor =>
        composedAttention(a, rows(b), rows(c), packed);
      expectClose(run(q, k, v), dense(q, k, v), TOLERANCE.float32.value);
      const dy = randomTensor(q.shape, 99);
      const expected = tf.grads(dense)([q, k, v], dy);
      tf.grads(run)([q, k, v], dy).forEach((x, i) => {
        expectClose(x, expected[i]!, TOLERANCE.float32.gradient);
      });
    }
    expect(() => attention(q, k, v, [segments[0]!, { queries: 2, keys: 6, firstKey: 0 }])).toThrow(
      "ops.attention: segments have the keys [5,3,0,6] (start and count of each) of 9; expected rows of k that no two share. Take the segments that the cache returns.",
    );
  });

  it("hands a NaN on to all queries that see it", () => {
    const [q, v] = [randomTensor([40, 1, 8], 1), randomTensor([40, 1, 8], 3)];
    const special = randomTensor([40, 1, 8], 2).dataSync().slice() as Float32Array;
    special[5 * 8] = Number.NaN;
    const k = tf.tensor(special, [40, 1, 8]);
    const [actual, expected] = [attention, composedAttention].map((form) =>
      Array.from(form(q, k, v, [{ queries: 40, keys: 40 }]).dataSync(), Number.isNaN),
    );
    expect(actual!.slice(5 * 8)).toEqual(expected!.slice(5 * 8));
    expect(actual!.slice(5 * 8).every(Boolean)).toBe(true);
  });
});

expectSameOnAnyThreads("attention", () => evaluate(attention, 16, { ...LONG, heads: 6, keyHeads: 2 }));
