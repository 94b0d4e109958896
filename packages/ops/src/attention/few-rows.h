// Attention of fewer rows than a vector has lanes, as in decoding: one pass over keys and values where they lie.
#pragma once
#include "block.h"
#include "functions.h"

namespace vlm::VLM_ISA {
namespace {

/// Lane i is q · the i-th of LANES keys; those from `count` on repeat the last.
inline Vector dots(const float* q, const float* keys, int64_t stride, int64_t count, int64_t size) {
  Vector parts[LANES] = {};
  const float* at[LANES];
  for (int64_t i = 0; i < LANES; i++) at[i] = keys + (i < count ? i : count - 1) * stride;
  int64_t d = 0;
  for (; d + LANES <= size; d += LANES) {
    const Vector factor = load(q + d);
#pragma GCC unroll 16
    for (int i = 0; i < LANES; i++) parts[i] += factor * load(at[i] + d);
  }
  if (d < size) {
    for (int i = 0; i < LANES; i++) parts[i] += load(q + d) * loadPart(at[i] + d, size - d);
  }
  transpose(parts);
#pragma GCC unroll 4
  for (int half = LANES / 2; half > 0; half /= 2) {
#pragma GCC unroll 8
    for (int i = 0; i < half; i++) parts[i] += parts[i + half];
  }
  return parts[0];
}

/// out [VECTORS · LANES] = out · correction + Σ weights[j] · values[j].
template <int VECTORS>
inline void addValues(const float* weights, const float* values, int64_t stride, int64_t count, float correction,
                      float* out) {
  Vector sums[VECTORS];
#pragma GCC unroll 8
  for (int i = 0; i < VECTORS; i++) sums[i] = load(out + i * LANES) * correction;
  for (int64_t key = 0; key < count; key++) {
    const Vector weight = fill(weights[key]);
#pragma GCC unroll 8
    for (int i = 0; i < VECTORS; i++) sums[i] += weight * load(values + key * stride + i * LANES);
  }
#pragma GCC unroll 8
  for (int i = 0; i < VECTORS; i++) store(out + i * LANES, sums[i]);
}

inline void addAllValues(const float* weights, const float* values, int64_t stride, int64_t count, float correction,
                         int64_t size, float* out) {
  int64_t d = 0;
  for (; d + 8 * LANES <= size; d += 8 * LANES) addValues<8>(weights, values + d, stride, count, correction, out + d);
  for (; d + 4 * LANES <= size; d += 4 * LANES) addValues<4>(weights, values + d, stride, count, correction, out + d);
  for (; d + LANES <= size; d += LANES) addValues<1>(weights, values + d, stride, count, correction, out + d);
  for (; d < size; d++) {
    float total = out[d] * correction;
    for (int64_t key = 0; key < count; key++) total += weights[key] * values[key * stride + d];
    out[d] = total;
  }
}

/// out and logSum of at most LANES rows.
inline void attendFew(const Rows& rows, const float* q, const float* k, const float* v, float* out, float* logSum) {
  const Problem& problem = rows.problem;
  const int64_t width = problem.width();
  const int64_t size = problem.size;
  const int64_t stride = problem.keyStride();
  float memory[2 * LANES * width + BLOCK_KEYS + 48];
  Pieces pieces(memory);
  float* queries = pieces.take(LANES * width);
  float* results = pieces.take(LANES * width);
  float* weights = pieces.take(roundUp(BLOCK_KEYS, LANES));
  float largest[LANES];
  float total[LANES];
  for (int64_t row = 0; row < rows.count; row++) {
    packVector(q + rows.head(row) * size, queries + row * width, size, width, problem.scale);
    largest[row] = -1e30f;
    total[row] = 0;
  }
  clear(results, rows.count * width);

  const int64_t last = rows.end(rows.count - 1);
  for (int64_t block = rows.first(0); block < last; block += BLOCK_KEYS) {
    for (int64_t row = 0; row < rows.count; row++) {
      const int64_t start = block > rows.first(row) ? block : rows.first(row);
      const int64_t stop = block + BLOCK_KEYS < rows.end(row) ? block + BLOCK_KEYS : rows.end(row);
      if (start >= stop) continue;
      const float* keys = k + start * stride + rows.keyHead * size;
      const float* values = v + start * stride + rows.keyHead * size;
      Vector highest = fill(largest[row]);
      for (int64_t key = start; key < stop; key += LANES) {
        const Vector scores = dots(queries + row * width, keys + (key - start) * stride, stride, stop - key, size);
        highest = maximum(scores, highest);
        store(weights + key - start, scores);
      }
      const float next = vlm::VLM_ISA::largest(highest);
      Vector sums = {};
      for (int64_t key = start; key < stop; key += LANES) {
        const Vector p = exp(load(weights + key - start) - next);
        store(weights + key - start, p);
        sums += stop - key >= LANES ? p : loadPart(weights + key - start, stop - key);
      }
      const float correction = exp(fill(largest[row] - next))[0];
      addAllValues(weights, values, stride, stop - start, correction, size, results + row * width);
      total[row] = total[row] * correction + sum(sums);
      largest[row] = next;
    }
  }

  for (int64_t row = 0; row < rows.count; row++) {
    const int64_t head = rows.head(row);
    packVector(results + row * width, out + head * size, size, size, 1.0f / total[row]);
    logSum[head] = largest[row] + __builtin_logf(total[row]);
  }
}

}  // namespace
}  // namespace vlm::VLM_ISA
