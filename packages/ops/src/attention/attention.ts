import * as tf from "@tensorflow/tfjs-core";
import { hasKernel } from "../backend/has-kernel.js";
import { differentiable } from "../gradient/differentiable.js";
import { product } from "../matmul/matmul.js";
import { copyRows } from "../rows/rows.js";
import { causalMask, fullMask } from "./mask.js";
import { headRuns, type Place, place, type Segment } from "./segment.js";

export interface AttentionOptions {
  /** Whether a query sees only the keys up to its own place. */
  readonly causal?: boolean;
  /** What the scores are multiplied by; D^−½ unless told. */
  readonly scale?: number;
}

/**
 * softmax(scale · q · kᵀ + mask) · v for each head, within each segment (arXiv 1706.03762; fewer key than query heads
 * are shared in groups, arXiv 2305.13245). Padding does not occur: sequences of any lengths follow each other.
 *
 * @param q [ΣQ, H, D]
 * @param k [ΣK, KV, D], H a multiple of KV
 * @param v [ΣK, KV, D]
 * @returns [ΣQ, H, D]
 * @throws when shapes and segments do not fit each other
 */
export function attention(
  q: tf.Tensor,
  k: tf.Tensor,
  v: tf.Tensor,
  segments: readonly Segment[],
  { causal = true, scale = q.shape.at(-1)! ** -0.5 }: AttentionOptions = {},
): tf.Tensor {
  check(q, k, v, segments, causal);
  const plan = planOf(q, k, segments);
  if (segments.every(({ queries }) => queries === 1) && hasKernel("SingleQueryAttention")) {
    return differentiable(
      [q, k, v],
      () => ({
        value: tf
          .engine()
          .runKernel("SingleQueryAttention", { q, k, v }, { keys: segments.map(({ keys }) => keys), scale }),
      }),
      (dy, inputs) => {
        const [queries, keys, values] = inputs as [tf.Tensor, tf.Tensor, tf.Tensor];
        const [out, ...probabilities] = forward(plan, queries, keys, values, causal, scale).saved;
        return backward(plan, inputs, out!, probabilities, dy, scale);
      },
    );
  }
  return differentiable(
    [q, k, v],
    () => forward(plan, q, k, v, causal, scale),
    (dy, inputs, [out, ...probabilities]) => backward(plan, inputs, out!, probabilities, dy, scale),
  );
}

/** `attention` from plain tfjs operators: one masked product over all tokens. */
export function composedAttention(
  q: tf.Tensor,
  k: tf.Tensor,
  v: tf.Tensor,
  segments: readonly Segment[],
  { causal = true, scale = q.shape.at(-1)! ** -0.5 }: AttentionOptions = {},
): tf.Tensor {
  const groups = q.shape[1]! / k.shape[1]!;
  const heads = (x: tf.Tensor): tf.Tensor => tf.transpose(x, [1, 0, 2]);
  const repeated = (x: tf.Tensor): tf.Tensor => {
    const [kv, n, size] = heads(x).shape as [number, number, number];
    const copies = tf.stack(Array<tf.Tensor>(groups).fill(heads(x)), 1);
    return tf.reshape(copies, [kv * groups, n, size]);
  };
  const scores = tf.mul(tf.matMul(heads(q), repeated(k), false, true), scale);
  const weights = tf.softmax(tf.add(scores, fullMask(segments, causal)));
  return heads(tf.matMul(weights, repeated(v)));
}

/** Sizes, and one unit of work for each segment and each key head: g query heads that share it, stacked. */
interface Plan {
  readonly heads: number;
  readonly keyHeads: number;
  readonly groups: number;
  readonly size: number;
  readonly queries: number;
  readonly keys: number;
  readonly places: readonly Place[];
}

function planOf(q: tf.Tensor, k: tf.Tensor, segments: readonly Segment[]): Plan {
  const [queries, heads, size] = q.shape as [number, number, number];
  const [keys, keyHeads] = k.shape as [number, number, number];
  return { heads, keyHeads, groups: heads / keyHeads, size, queries, keys, places: place(segments) };
}

function forward(
  plan: Plan,
  q: tf.Tensor,
  k: tf.Tensor,
  v: tf.Tensor,
  causal: boolean,
  scale: number,
): { value: tf.Tensor; saved: tf.Tensor[] } {
  const [queries, keys, values] = [headMajor(tf.mul(q, scale)), headMajor(k), headMajor(v)];
  const probabilities: tf.Tensor[] = [];
  const outputs = plan.places.map(() => [] as tf.Tensor[]);
  plan.places.forEach((segment, s) => {
    const mask = causal && segment.queries > 1 ? causalMask(segment, plan.groups) : null;
    for (let head = 0; head < plan.keyHeads; head++) {
      const p = tf.tidy(() => {
        const scores = product(
          queryBlock(plan, queries, segment, head),
          keyBlock(plan, keys, segment, head),
          false,
          true,
        );
        return tf.softmax(mask ? tf.add(scores, mask) : scores);
      });
      probabilities.push(p);
      outputs[s]!.push(tf.tidy(() => product(p, keyBlock(plan, values, segment, head))));
    }
  });
  const out = assemble(outputs, plan.heads, plan.size);
  return { value: tf.transpose(out, [1, 0, 2]), saved: [out, ...probabilities] };
}

function backward(
  plan: Plan,
  inputs: readonly tf.Tensor[],
  out: tf.Tensor,
  probabilities: readonly tf.Tensor[],
  dy: tf.Tensor,
  scale: number,
): tf.Tensor[] {
  const [q, k, v] = inputs as [tf.Tensor, tf.Tensor, tf.Tensor];
  const [queries, keys, values, dOut] = [headMajor(tf.mul(q, scale)), headMajor(k), headMajor(v), headMajor(dy)];
  // Row sums of dP · P equal those of dO · O, which are D wide instead of as wide as the keys.
  const sums = tf.sum(tf.mul(dOut, tf.reshape(out, dOut.shape)), -1, true);
  const [dq, dk, dv] = [0, 1, 2].map(() => plan.places.map(() => [] as tf.Tensor[])) as [
    tf.Tensor[][],
    tf.Tensor[][],
    tf.Tensor[][],
  ];
  plan.places.forEach((segment, s) => {
    for (let head = 0; head < plan.keyHeads; head++) {
      const p = probabilities[s * plan.keyHeads + head]!;
      const [dQuery, dKey, dValue] = tf.tidy(() => {
        const dO = queryBlock(plan, dOut, segment, head);
        const dP = product(dO, keyBlock(plan, values, segment, head), false, true);
        const dScores = tf.mul(p, tf.sub(dP, queryBlock(plan, sums, segment, head)));
        return [
          tf.mul(product(dScores, keyBlock(plan, keys, segment, head)), scale),
          product(dScores, queryBlock(plan, queries, segment, head), true),
          product(p, dO, true),
        ] as [tf.Tensor, tf.Tensor, tf.Tensor];
      });
      dq[s]!.push(dQuery);
      dk[s]!.push(dKey);
      dv[s]!.push(dValue);
    }
  });
  const tokenMajor = (blocks: tf.Tensor[][], heads: number): tf.Tensor =>
    tf.transpose(assemble(blocks, heads, plan.size), [1, 0, 2]);
  return [tokenMajor(dq, plan.heads), tokenMajor(dk, plan.keyHeads), tokenMajor(dv, plan.keyHeads)];
}

/** [N, H, D] → [H · N, D] */
function headMajor(x: tf.Tensor): tf.Tensor {
  return tf.reshape(tf.transpose(x, [1, 0, 2]), [-1, x.shape[2]!]);
}

/** The rows of the g query heads that share a key head, stacked: [g · Q, …]. */
function queryBlock(plan: Plan, x: tf.Tensor, segment: Place, head: number): tf.Tensor {
  const { groups, queries } = plan;
  return copyRows(x, headRuns(head * groups, groups, queries, segment.firstQuery, segment.queries));
}

function keyBlock(plan: Plan, x: tf.Tensor, segment: Place, head: number): tf.Tensor {
  return copyRows(x, headRuns(head, 1, plan.keys, segment.firstKey, segment.keys));
}

/** Blocks of [heads / blocks · n, D] per segment → [heads, N, D]. */
function assemble(blocks: readonly (readonly tf.Tensor[])[], heads: number, size: number): tf.Tensor {
  return tf.tidy(() =>
    tf.concat(
      blocks.map((perHead) => tf.reshape(tf.concat([...perHead], 0), [heads, -1, size])),
      1,
    ),
  );
}

function check(q: tf.Tensor, k: tf.Tensor, v: tf.Tensor, segments: readonly Segment[], causal: boolean): void {
  const shapes = `q [${q.shape}], k [${k.shape}], v [${v.shape}]`;
  const [queries, heads, size] = q.shape as [number, number, number];
  const [keys, keyHeads] = k.shape as [number, number];
  const fits = q.rank === 3 && k.rank === 3 && k.shape.join() === v.shape.join() && k.shape[2] === size;
  if (!fits || heads % keyHeads !== 0) {
    throw new Error(
      `ops.attention: ${shapes}; expected q [Q,H,D] and k, v [K,KV,D] with H a multiple of KV. Reshape the projections.`,
    );
  }
  const total = segments.reduce((sum, s) => ({ queries: sum.queries + s.queries, keys: sum.keys + s.keys }), {
    queries: 0,
    keys: 0,
  });
  if (total.queries !== queries || total.keys !== keys) {
    throw new Error(
      `ops.attention: segments hold ${total.queries} queries and ${total.keys} keys for ${shapes}; expected ${queries} and ${keys}. Make the segments from the same batch.`,
    );
  }
  const bad = segments.find((s) => s.queries < 1 || s.keys < 1 || (causal && s.queries > s.keys));
  if (bad) {
    throw new Error(
      `ops.attention: segment with ${bad.queries} queries and ${bad.keys} keys; expected at least one of each and, with a causal mask, no more queries than keys. Leave empty segments out.`,
    );
  }
}
