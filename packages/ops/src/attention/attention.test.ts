import * as tf from "@tensorflow/tfjs-core";
import { expect, it } from "vitest";
import { expectAgreement, expectClose, randomTensor } from "../testing/agreement.js";
import { onEachBackend } from "../testing/backends.js";
import { TOLERANCE } from "../testing/tolerance.js";
import { attention, composedAttention } from "./attention.js";
import { KeyValueCache } from "./key-value-cache.js";
import { segmentsOf } from "./segment.js";

onEachBackend("attention", () => {
  it.each([true, false])("equals the composed form: causal %s", (causal) => {
    for (const [lengths, heads, keyHeads, size] of [
      [[1], 1, 1, 2],
      [[31, 2, 33], 4, 2, 16],
      [[32], 3, 3, 18],
      [[63, 64], 2, 1, 32],
    ] as const) {
      const segments = segmentsOf(lengths);
      const total = lengths.reduce((a, b) => a + b, 0);
      expectAgreement(
        (q, k, v) => attention(q!, k!, v!, segments, { causal }),
        (q, k, v) => composedAttention(q!, k!, v!, segments, { causal }),
        [
          [total, heads, size],
          [total, keyHeads, size],
          [total, keyHeads, size],
        ],
      );
    }
  });

  it("equals the composed form with more keys than queries and a scale", () => {
    const segments = [
      { queries: 1, keys: 5 },
      { queries: 3, keys: 33 },
    ];
    expectAgreement(
      (q, k, v) => attention(q!, k!, v!, segments, { scale: 0.3 }),
      (q, k, v) => composedAttention(q!, k!, v!, segments, { scale: 0.3 }),
      [
        [4, 4, 8],
        [38, 2, 8],
        [38, 2, 8],
      ],
    );
  });

  it("equals the composed form with one query to a segment", () => {
    const segments = [1, 33, 5].map((keys) => ({ queries: 1, keys }));
    expectAgreement(
      (q, k, v) => attention(q!, k!, v!, segments),
      (q, k, v) => composedAttention(q!, k!, v!, segments),
      [
        [3, 6, 31],
        [39, 2, 31],
        [39, 2, 31],
      ],
    );
  });

  it("gives the same token by token through a cache, and after sequences end", () => {
    const lengths = [5, 3, 4];
    const [q, k, v] = [4, 2, 2].map((heads, i) => randomTensor([12, heads, 8], i + 1)) as [
      tf.Tensor,
      tf.Tensor,
      tf.Tensor,
    ];
    const whole = attention(q, k, v, segmentsOf(lengths));
    const rows = (x: tf.Tensor, ids: number[]): tf.Tensor => tf.gather(x, tf.tensor1d(ids, "int32"));
    const cache = new KeyValueCache();
    const step = (ids: number[], counts: number[]): tf.Tensor => {
      const seen = cache.append(rows(k, ids), rows(v, ids), counts);
      return attention(rows(q, ids), seen.keys, seen.values, seen.segments);
    };
    const close = (out: tf.Tensor, ids: number[]): void => expectClose(out, rows(whole, ids), TOLERANCE.float32.value);
    const first = [0, 1, 2, 5, 6, 8];
    close(step(first, [3, 2, 1]), first);
    close(step([3, 7, 9], [1, 1, 1]), [3, 7, 9]);
    cache.select([0, 2]);
    close(step([4, 10, 11], [1, 2]), [4, 10, 11]);
    expect(() => step([4], [1])).toThrow(
      "ops.KeyValueCache.append: 1 sequences; expected 2. Call select for those that go on.",
    );
    cache.dispose();
  });

  it("keeps sequences apart as a cache grows, loses some and doubles one", () => {
    const row = (at: number): tf.Tensor => randomTensor([1, 2, 4], at);
    const cache = new KeyValueCache();
    let histories: number[][] = [[], [], []];
    let next = 1;
    const check = (counts: readonly number[]): void => {
      const added = counts.map((count) => Array.from({ length: count }, () => next++));
      histories = histories.map((history, i) => [...history, ...added[i]!]);
      const rows = tf.concat(added.flat().map(row), 0);
      const seen = cache.append(rows, tf.neg(rows), counts);
      seen.segments.forEach(({ queries, keys, firstKey }, i) => {
        expect([queries, keys]).toEqual([counts[i], histories[i]!.length]);
        const expected = tf.concat(histories[i]!.map(row), 0);
        expectClose(tf.slice(seen.keys, firstKey!, keys), expected, 0);
        expectClose(tf.slice(seen.values, firstKey!, keys), tf.neg(expected), 0);
      });
    };
    const before = tf.memory().numTensors;
    tf.tidy(() => {
      check([5, 1, 40]);
      for (let step = 0; step < 50; step++) check([1, 1, 1]);
      cache.select([2, 0]);
      histories = [histories[2]!, histories[0]!];
      for (let step = 0; step < 3; step++) check([1, 2]);
      cache.select([1, 1, 0]);
      histories = [histories[1]!, histories[1]!, histories[0]!];
      for (let step = 0; step < 3; step++) check([1, 1, 1]);
      cache.dispose();
    });
    expect(tf.memory().numTensors).toBe(before);
  });

  it("refuses shapes and segments that do not fit", () => {
    const [q, k] = [tf.zeros([4, 3, 8]), tf.zeros([4, 2, 8])];
    expect(() => attention(q, k, k, segmentsOf([4]))).toThrow(
      "ops.attention: q [4,3,8], k [4,2,8], v [4,2,8]; expected q [Q,H,D] and k, v [K,KV,D] with H a multiple of KV. Reshape the projections.",
    );
    expect(() => attention(q, q, q, segmentsOf([3]))).toThrow(
      "ops.attention: segments hold 3 queries and 3 keys for q [4,3,8], k [4,3,8], v [4,3,8]; expected 4 and 4. Make the segments from the same batch.",
    );
    expect(() => attention(q, q, q, segmentsOf([4, 0]))).toThrow(
      "ops.attention: segment with 0 queries and 0 keys; expected at least one of each and, with a causal mask, no more queries than keys. Leave empty segments out.",
    );
  });
});
