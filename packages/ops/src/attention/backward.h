// Gradients of a stretch of keys, and what these say of the queries: scores are computed again, block by block.
#pragma once
#include "block.h"
#include "functions.h"

namespace vlm::VLM_ISA {
namespace {

/// The arrays of a backward pass. dq is a sum over stretches: each adds to a copy of its own.
struct Gradients {
  const float* dy;
  const float* q;
  const float* k;
  const float* v;
  const float* out;
  const float* logSum;
  float* dq;
  float* dk;
  float* dv;
};

/// A block of rows, packed: as rows and with rows as lanes.
struct PackedRows {
  float* queries;
  float* queryLanes;
  float* slopes;
  float* slopeLanes;
  float* logSum;
  /// Row sums of dy · out, which are those of dP · P.
  float* sums;
};

inline void packForBackward(const Rows& rows, const Gradients& arrays, const PackedRows& packed) {
  const Problem& problem = rows.problem;
  const int64_t width = problem.width();
  packRows(rows, arrays.q, packed.queries, problem.scale);
  packRows(rows, arrays.dy, packed.slopes, 1.0f);
  turnRows(packed.queries, packed.queryLanes, rows.count, width);
  turnRows(packed.slopes, packed.slopeLanes, rows.count, width);
  clear(packed.logSum, BLOCK_ROWS);
  clear(packed.sums, BLOCK_ROWS);
  for (int64_t row = 0; row < rows.count; row++) {
    const int64_t head = rows.head(row);
    const float* y = arrays.out + head * problem.size;
    const float* slope = packed.slopes + row * width;
    Vector products = {};
    int64_t i = 0;
    for (; i + LANES <= problem.size; i += LANES) products += load(y + i) * load(slope + i);
    float total = sum(products);
    for (; i < problem.size; i++) total += y[i] * slope[i];
    packed.sums[row] = total;
    packed.logSum[row] = arrays.logSum[head];
  }
}

/// probabilities and dScores [keys, BLOCK_ROWS] in the lanes of one group.
inline void weighKeys(const Group& group, int64_t block, Range range, const float* keys, const float* values,
                      int64_t width, int64_t size, const PackedRows& packed, int64_t firstLane, float* probabilities,
                      float* dScores) {
  const float* queryLanes = packed.queryLanes + firstLane * width;
  const float* slopeLanes = packed.slopeLanes + firstLane * width;
  for (int64_t tile = range.start; tile < range.stop; tile += TILE) {
    const bool whole = seesWhole(group, block + tile);
    float* const to = probabilities + tile * BLOCK_ROWS + firstLane;
    float* const slope = dScores + tile * BLOCK_ROWS + firstLane;
    {
      Vector sums[TILE][2] = {};
      accumulate<2>(sums, keys + tile * width, width, 1, queryLanes, WIDE, size);
#pragma GCC unroll 16
      for (int i = 0; i < TILE; i++) {
#pragma GCC unroll 2
        for (int j = 0; j < 2; j++) store(to + i * BLOCK_ROWS + j * LANES, sums[i][j]);
      }
    }
    for (int i = 0; i < TILE; i++) {
      for (int j = 0; j < 2; j++) {
        float* const at = to + i * BLOCK_ROWS + j * LANES;
        Vector p = exp(load(at) - load(packed.logSum + firstLane + j * LANES));
        if (!whole) p = whereSeen(group, j, block + tile + i, p, Vector{});
        store(at, p);
      }
    }
    Vector sums[TILE][2] = {};
    accumulate<2>(sums, values + tile * width, width, 1, slopeLanes, WIDE, size);
#pragma GCC unroll 16
    for (int i = 0; i < TILE; i++) {
#pragma GCC unroll 2
      for (int j = 0; j < 2; j++) {
        const Vector p = load(to + i * BLOCK_ROWS + j * LANES);
        Vector d = p * (sums[i][j] - load(packed.sums + firstLane + j * LANES));
        if (!whole) d = whereSeen(group, j, block + tile + i, d, Vector{});
        store(slope + i * BLOCK_ROWS + j * LANES, d);
      }
    }
  }
}

/// to [count keys, size] += left [keys, BLOCK_ROWS] · rows [BLOCK_ROWS, width] for VECTORS vectors of columns of a tile.
template <int VECTORS>
inline void addTile(const float* left, const float* rows, int64_t width, int64_t depth, int64_t count, int64_t columns,
                    int64_t stride, float* to) {
  Vector sums[TILE][VECTORS] = {};
  accumulate<VECTORS>(sums, left, BLOCK_ROWS, 1, rows, width, depth);
  if (columns >= VECTORS * LANES) {
#pragma GCC unroll 16
    for (int i = 0; i < TILE; i++) {
#pragma GCC unroll 2
      for (int j = 0; j < VECTORS; j++) {
        float* const at = to + i * stride + j * LANES;
        if (i < count) store(at, load(at) + sums[i][j]);
      }
    }
    return;
  }
  float lanes[TILE][VECTORS * LANES];
  __builtin_memcpy(lanes, sums, sizeof sums);
  for (int64_t i = 0; i < count && i < TILE; i++) {
    for (int64_t j = 0; j < columns; j++) to[i * stride + j] += lanes[i][j];
  }
}

inline void addTiles(const float* left, const float* rows, int64_t width, int64_t depth, int64_t count, int64_t size,
                     int64_t stride, float* to) {
  int64_t i = 0;
  for (; i + LANES < size; i += WIDE) {
    // The packed rows end with a whole vector, not with a whole pair.
    if (i + WIDE > width) break;
    addTile<2>(left, rows + i, width, depth, count, size - i, stride, to + i);
  }
  for (; i < size; i += LANES) addTile<1>(left, rows + i, width, depth, count, size - i, stride, to + i);
}

/// dq lanes [width, WIDE] of one group += Kᵀ · dScores.
inline void addQuerySlopes(Range range, const float* keys, int64_t width, int64_t size, const float* dScores,
                           float* lanes) {
  const int64_t stop = roundUp(range.stop, TILE);
  for (int64_t i = 0; i < size; i += TILE) {
    Vector sums[TILE][2];
#pragma GCC unroll 16
    for (int row = 0; row < TILE; row++) {
#pragma GCC unroll 2
      for (int j = 0; j < 2; j++) sums[row][j] = load(lanes + (i + row) * WIDE + j * LANES);
    }
    accumulate<2>(sums, keys + range.start * width + i, 1, width, dScores + range.start * BLOCK_ROWS, BLOCK_ROWS,
                  stop - range.start);
#pragma GCC unroll 16
    for (int row = 0; row < TILE; row++) {
#pragma GCC unroll 2
      for (int j = 0; j < 2; j++) store(lanes + (i + row) * WIDE + j * LANES, sums[row][j]);
    }
  }
}

/// All that a block of rows and the keys from `begin` to `stop` say of each other; dq of the rows is written, not added.
inline void slopeRows(const Rows& rows, const Gradients& arrays, int64_t begin, int64_t stop) {
  const Problem& problem = rows.problem;
  const int64_t width = problem.width();
  const int64_t size = problem.size;
  float memory[(5 * BLOCK_ROWS + 2 * BLOCK_KEYS) * width + (2 * BLOCK_KEYS + 2) * BLOCK_ROWS + 16];
  Pieces pieces(memory);
  PackedRows packed;
  packed.queries = pieces.take(BLOCK_ROWS * width);
  packed.queryLanes = pieces.take(BLOCK_ROWS * width);
  packed.slopes = pieces.take(BLOCK_ROWS * width);
  packed.slopeLanes = pieces.take(BLOCK_ROWS * width);
  packed.logSum = pieces.take(BLOCK_ROWS);
  packed.sums = pieces.take(BLOCK_ROWS);
  float* const dLanes = pieces.take(BLOCK_ROWS * width);
  float* const keys = pieces.take(BLOCK_KEYS * width);
  float* const values = pieces.take(BLOCK_KEYS * width);
  float* const probabilities = pieces.take(BLOCK_KEYS * BLOCK_ROWS);
  float* const dScores = pieces.take(BLOCK_KEYS * BLOCK_ROWS);

  packForBackward(rows, arrays, packed);
  clear(dLanes, roundUp(rows.count, WIDE) * width);
  const int64_t groupCount = (rows.count + WIDE - 1) / WIDE;
  Group groups[GROUPS];
  for (int64_t g = 0; g < groupCount; g++) groups[g] = groupAt(rows, g);

  if (begin < rows.first(0)) begin = rows.first(0);
  if (stop > rows.end(rows.count - 1)) stop = rows.end(rows.count - 1);
  for (int64_t block = begin; block < stop; block += BLOCK_KEYS) {
    const int64_t count = stop - block < BLOCK_KEYS ? stop - block : BLOCK_KEYS;
    packKeys(problem, arrays.k, block, rows.keyHead, count, keys);
    packKeys(problem, arrays.v, block, rows.keyHead, count, values);
    Range ranges[GROUPS];
    for (int64_t g = 0; g < groupCount; g++) {
      ranges[g] = rangeOf(groups[g], block, count);
      if (ranges[g].empty()) continue;
      weighKeys(groups[g], block, ranges[g], keys, values, width, size, packed, g * WIDE, probabilities, dScores);
      addQuerySlopes(ranges[g], keys, width, size, dScores + g * WIDE, dLanes + g * WIDE * width);
    }
    for (int64_t tile = 0; tile < count; tile += TILE) {
      // Groups that see the tile follow each other.
      int64_t from = 0;
      while (from < groupCount && (ranges[from].empty() || ranges[from].stop <= tile)) from++;
      int64_t to = from;
      while (to < groupCount && !ranges[to].empty() && ranges[to].start <= tile) to++;
      if (from == to) continue;
      const int64_t lane = from * WIDE;
      const int64_t depth = (to - from) * WIDE;
      const int64_t at = (block + tile) * problem.keyStride() + rows.keyHead * size;
      addTiles(probabilities + tile * BLOCK_ROWS + lane, packed.slopes + lane * width, width, depth, count - tile, size,
               problem.keyStride(), arrays.dv + at);
      addTiles(dScores + tile * BLOCK_ROWS + lane, packed.queries + lane * width, width, depth, count - tile, size,
               problem.keyStride(), arrays.dk + at);
    }
  }

  turnLanes(dLanes, packed.queries, rows.count, width);
  for (int64_t row = 0; row < rows.count; row++) {
    packVector(packed.queries + row * width, arrays.dq + rows.head(row) * size, size, size, problem.scale);
  }
}

/// dk and dv of the keys `begin` <= key < `stop` of one key head, and their part of dq, which starts as zeros.
inline void slopeKeys(const Problem& problem, const Segment& segment, int64_t keyHead, int64_t begin, int64_t stop,
                      const Gradients& arrays) {
  const int64_t size = problem.size;
  for (int64_t key = begin; key < stop; key++) {
    clear(arrays.dk + key * problem.keyStride() + keyHead * size, size);
    clear(arrays.dv + key * problem.keyStride() + keyHead * size, size);
  }
  const int64_t total = segment.queries * problem.sharing();
  for (int64_t start = 0; start < total; start += BLOCK_ROWS) {
    const int64_t count = total - start < BLOCK_ROWS ? total - start : BLOCK_ROWS;
    const Rows rows = {problem, segment, keyHead, start, count};
    if (rows.first(0) < stop && rows.end(count - 1) > begin) slopeRows(rows, arrays, begin, stop);
  }
}

}  // namespace
}  // namespace vlm::VLM_ISA
