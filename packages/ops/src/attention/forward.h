// Attention of a block of rows over the keys that they see, block by block, with running maxima and sums.
#pragma once
#include "block.h"
#include "functions.h"

namespace vlm::VLM_ISA {
namespace {

/// More rows than on the way back, where more lies on the stack: keys are packed once for all of them.
constexpr int64_t ATTENDED_ROWS = 2 * BLOCK_ROWS;

/// Below every score that counts, and finite: −∞ − (−∞) would be NaN.
constexpr float LOWEST = -1e30f;

/// A group's state: the largest score so far and the sum of exp(score − largest) of each lane.
struct Running {
  Vector largest[2];
  Vector total[2];
};

/// scores [keys, WIDE] = K · Qᵀ, −∞ where a lane does not see a key; raises `largest`.
inline void scoreKeys(const Group& group, int64_t block, Range range, const float* keys, int64_t width,
                      const float* lanes, int64_t size, float* scores, Vector (&largest)[2]) {
  const Vector hidden = fill(-__builtin_inff());
  for (int64_t tile = range.start; tile < range.stop; tile += TILE) {
    Vector sums[TILE][2] = {};
    accumulate<2>(sums, keys + tile * width, width, 1, lanes, WIDE, size);
    const bool whole = seesWhole(group, block + tile);
#pragma GCC unroll 16
    for (int i = 0; i < TILE; i++) {
#pragma GCC unroll 2
      for (int j = 0; j < 2; j++) {
        if (!whole) sums[i][j] = whereSeen(group, j, block + tile + i, sums[i][j], hidden);
        largest[j] = maximum(sums[i][j], largest[j]);
        store(scores + (tile + i) * WIDE + j * LANES, sums[i][j]);
      }
    }
  }
}

/// One more block of keys for one group: out [width, WIDE] = out · correction + Vᵀ · exp(scores − largest).
inline void attendKeys(const Group& group, int64_t block, Range range, const float* keys, const float* values,
                       int64_t width, const float* lanes, int64_t size, float* scores, Running& running, float* out) {
  Vector largest[2] = {running.largest[0], running.largest[1]};
  scoreKeys(group, block, range, keys, width, lanes, size, scores, largest);
  Vector correction[2];
  for (int j = 0; j < 2; j++) {
    correction[j] = exp(running.largest[j] - largest[j]);
    running.largest[j] = largest[j];
    running.total[j] *= correction[j];
  }
  const int64_t stop = roundUp(range.stop, TILE);
  for (int64_t key = range.start; key < stop; key++) {
    for (int j = 0; j < 2; j++) {
      float* at = scores + key * WIDE + j * LANES;
      const Vector p = exp(load(at) - largest[j]);
      running.total[j] += p;
      store(at, p);
    }
  }
  for (int64_t i = 0; i < size; i += TILE) {
    Vector sums[TILE][2];
#pragma GCC unroll 16
    for (int row = 0; row < TILE; row++) {
#pragma GCC unroll 2
      for (int j = 0; j < 2; j++) sums[row][j] = load(out + (i + row) * WIDE + j * LANES) * correction[j];
    }
    accumulate<2>(sums, values + range.start * width + i, 1, width, scores + range.start * WIDE, WIDE,
                  stop - range.start);
#pragma GCC unroll 16
    for (int row = 0; row < TILE; row++) {
#pragma GCC unroll 2
      for (int j = 0; j < 2; j++) store(out + (i + row) * WIDE + j * LANES, sums[row][j]);
    }
  }
}

/// out and logSum of a block of rows.
inline void attendRows(const Rows& rows, const float* q, const float* k, const float* v, float* out, float* logSum) {
  const Problem& problem = rows.problem;
  const int64_t width = problem.width();
  const int64_t size = problem.size;
  float memory[(3 * ATTENDED_ROWS + 2 * BLOCK_KEYS) * width + BLOCK_KEYS * WIDE + 16];
  Pieces pieces(memory);
  float* packed = pieces.take(ATTENDED_ROWS * width);
  float* lanes = pieces.take(ATTENDED_ROWS * width);
  float* results = pieces.take(ATTENDED_ROWS * width);
  float* keys = pieces.take(BLOCK_KEYS * width);
  float* values = pieces.take(BLOCK_KEYS * width);
  float* scores = pieces.take(BLOCK_KEYS * WIDE);

  packRows(rows, q, packed, problem.scale);
  turnRows(packed, lanes, rows.count, width);
  clear(results, roundUp(rows.count, WIDE) * width);
  const int64_t groupCount = (rows.count + WIDE - 1) / WIDE;
  Group groups[ATTENDED_ROWS / WIDE];
  Running running[ATTENDED_ROWS / WIDE];
  for (int64_t g = 0; g < groupCount; g++) {
    groups[g] = groupAt(rows, g);
    running[g] = {{fill(LOWEST), fill(LOWEST)}, {}};
  }

  const int64_t end = rows.end(rows.count - 1);
  for (int64_t block = rows.first(0); block < end; block += BLOCK_KEYS) {
    const int64_t count = end - block < BLOCK_KEYS ? end - block : BLOCK_KEYS;
    packKeys(problem, k, block, rows.keyHead, count, keys);
    packKeys(problem, v, block, rows.keyHead, count, values);
    for (int64_t g = 0; g < groupCount; g++) {
      const Range range = rangeOf(groups[g], block, count);
      if (range.empty()) continue;
      attendKeys(groups[g], block, range, keys, values, width, lanes + g * WIDE * width, size, scores, running[g],
                 results + g * WIDE * width);
    }
  }

  turnLanes(results, packed, rows.count, width);
  for (int64_t row = 0; row < rows.count; row++) {
    const Running& state = running[row / WIDE];
    const int64_t lane = row % WIDE;
    const float total = state.total[lane / LANES][lane % LANES];
    const int64_t head = rows.head(row);
    packVector(packed + row * width, out + head * size, size, size, 1.0f / total);
    logSum[head] = state.largest[lane / LANES][lane % LANES] + __builtin_logf(total);
  }
}

}  // namespace
}  // namespace vlm::VLM_ISA
