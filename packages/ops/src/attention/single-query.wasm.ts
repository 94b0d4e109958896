import { registerWasmKernel } from "../backend/wasm-heap.js";
import type { Runs } from "../rows/runs.js";

/**
 * Attention of segments with one query each, as in decoding, over the runs of keys that they see: two passes over keys and values where they lie, instead of
 * a dozen small operators for every segment and head.
 */
export function registerSingleQueryAttention(): void {
  registerWasmKernel("SingleQueryAttention", ({ inputs, attrs, heap }) => {
    const { q, k, v } = inputs;
    const runs = attrs.runs as Runs;
    const [, heads, size] = q!.shape as [number, number, number];
    const keyHeads = k!.shape[1]!;
    const out = heap.makeOutput(q!.shape, "float32");
    const [queries, keys, values, to] = [q!, k!, v!, out].map((x) => heap.typedArrayFromHeap(x)) as [
      Float32Array,
      Float32Array,
      Float32Array,
      Float32Array,
    ];
    const weights = new Float64Array(runs.reduce((most, count, i) => (i % 2 ? Math.max(most, count) : most), 0));
    const stride = keyHeads * size;
    for (let s = 0; 2 * s < runs.length; s++) {
      const [first, count] = [runs[2 * s]!, runs[2 * s + 1]!];
      for (let head = 0; head < heads; head++) {
        const at = (s * heads + head) * size;
        const query = queries.subarray(at, at + size);
        const begin = first * stride + Math.floor((head * keyHeads) / heads) * size;
        scores(weights, count, query, keys, begin, stride);
        softmax(weights, count, attrs.scale as number);
        weightedSum(to.subarray(at, at + size), weights, count, values, begin, stride);
      }
    }
    return out;
  });
}

/** weights[j] = q · k[j]. Four keys at a time share the loads of the query, and their sums do not wait for each other. */
function scores(
  weights: Float64Array,
  count: number,
  query: Float32Array,
  keys: Float32Array,
  begin: number,
  stride: number,
): void {
  let key = 0;
  for (; key + 3 < count; key += 4) {
    const at = begin + key * stride;
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    for (let i = 0; i < query.length; i++) {
      const x = query[i]!;
      a += x * keys[at + i]!;
      b += x * keys[at + stride + i]!;
      c += x * keys[at + 2 * stride + i]!;
      d += x * keys[at + 3 * stride + i]!;
    }
    weights[key] = a;
    weights[key + 1] = b;
    weights[key + 2] = c;
    weights[key + 3] = d;
  }
  for (; key < count; key++) {
    let sum = 0;
    for (let i = 0; i < query.length; i++) sum += query[i]! * keys[begin + key * stride + i]!;
    weights[key] = sum;
  }
}

function softmax(weights: Float64Array, count: number, scale: number): void {
  let largest = Number.NEGATIVE_INFINITY;
  for (let key = 0; key < count; key++) largest = Math.max(largest, weights[key]! * scale);
  let total = 0;
  for (let key = 0; key < count; key++) {
    weights[key] = Math.exp(weights[key]! * scale - largest);
    total += weights[key]!;
  }
  for (let key = 0; key < count; key++) weights[key]! /= total;
}

/** out = Σ weights[j] · v[j], four columns at a time. */
function weightedSum(
  out: Float32Array,
  weights: Float64Array,
  count: number,
  values: Float32Array,
  begin: number,
  stride: number,
): void {
  let i = 0;
  for (; i + 3 < out.length; i += 4) {
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    for (let key = 0; key < count; key++) {
      const weight = weights[key]!;
      const at = begin + key * stride + i;
      a += weight * values[at]!;
      b += weight * values[at + 1]!;
      c += weight * values[at + 2]!;
      d += weight * values[at + 3]!;
    }
    out[i] = a;
    out[i + 1] = b;
    out[i + 2] = c;
    out[i + 3] = d;
  }
  for (; i < out.length; i++) {
    let sum = 0;
    for (let key = 0; key < count; key++) sum += weights[key]! * values[begin + key * stride + i]!;
    out[i] = sum;
  }
}
