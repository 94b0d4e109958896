// Blocks of queries and keys in memory of a thread's own: packed, padded with zeros, and ready for tiles.
//
// A "row" is one query of one head. The query heads that share a key head are taken together, query by query, so that
// each block of keys is read once for all of them. Lanes of vectors are rows: maxima and sums over keys need no shuffles.
#pragma once
#include "parallel.h"
#include "tile.h"
#include "transpose.h"

namespace vlm::VLM_ISA {
namespace {

/// Rows and keys of a block. Both are whole tiles.
constexpr int64_t BLOCK_ROWS = 64;
constexpr int64_t BLOCK_KEYS = 48;
constexpr int64_t GROUPS = BLOCK_ROWS / WIDE;
static_assert(BLOCK_ROWS % WIDE == 0 && BLOCK_KEYS % TILE == 0);

/// What all work on one call shares. Query i sees the keys first[i] <= j < end[i]; within a segment both ascend.
struct Problem {
  const int32_t* first;
  const int32_t* end;
  /// firstQuery, queries, firstKey, keys of each segment.
  const int32_t* segments;
  int64_t segmentCount;
  int64_t heads;
  int64_t keyHeads;
  int64_t size;
  float scale;

  int64_t sharing() const { return heads / keyHeads; }
  /// Numbers from one key to the next.
  int64_t keyStride() const { return keyHeads * size; }
  /// Of a packed vector: room for whole tiles along it, and for whole vectors.
  int64_t width() const { return roundUp(roundUp(size, TILE), LANES); }
};

struct Segment {
  int64_t firstQuery;
  int64_t queries;
  int64_t firstKey;
  int64_t keys;
};

inline Segment segmentAt(const Problem& problem, int64_t index) {
  const int32_t* s = problem.segments + 4 * index;
  return {s[0], s[1], s[2], s[3]};
}

/// Rows of one key head in one segment: `start` counts from the segment's first.
struct Rows {
  const Problem& problem;
  Segment segment;
  int64_t keyHead;
  int64_t start;
  int64_t count;

  int64_t query(int64_t row) const { return segment.firstQuery + (start + row) / problem.sharing(); }
  /// Its place among the query heads of all queries.
  int64_t head(int64_t row) const {
    return query(row) * problem.heads + keyHead * problem.sharing() + (start + row) % problem.sharing();
  }
  int64_t first(int64_t row) const { return problem.first[query(row)]; }
  int64_t end(int64_t row) const { return problem.end[query(row)]; }
};

/// Memory on the stack, handed out in pieces that start on cache lines: float memory[bytes of all pieces + 16].
struct Pieces {
  float* next;
  explicit Pieces(float* memory)
      : next(reinterpret_cast<float*>((reinterpret_cast<uintptr_t>(memory) + 63) / 64 * 64)) {}
  float* take(int64_t count) {
    float* piece = next;
    next += roundUp(count, 16);
    return piece;
  }
};

inline void clear(float* to, int64_t count) { __builtin_memset(to, 0, 4 * static_cast<uint64_t>(count)); }

/// to = from · scale, then zeros up to the width.
inline void packVector(const float* from, float* to, int64_t size, int64_t width, float scale) {
  int64_t i = 0;
  for (; i + LANES <= size; i += LANES) store(to + i, load(from + i) * scale);
  for (; i < size; i++) to[i] = from[i] * scale;
  for (; i < width; i++) to[i] = 0;
}

/// Rows [count, size] of x [N, H, D], then rows of zeros up to a whole group.
inline void packRows(const Rows& rows, const float* x, float* to, float scale) {
  const int64_t size = rows.problem.size;
  const int64_t width = rows.problem.width();
  for (int64_t row = 0; row < rows.count; row++) {
    packVector(x + rows.head(row) * size, to + row * width, size, width, scale);
  }
  clear(to + rows.count * width, (roundUp(rows.count, WIDE) - rows.count) * width);
}

/// to[j][i] = from[i][j] for a square of LANES × LANES.
inline void turnSquare(const float* from, int64_t fromStride, float* to, int64_t toStride) {
  Vector square[LANES];
#pragma GCC unroll 16
  for (int i = 0; i < LANES; i++) square[i] = load(from + i * fromStride);
  transpose(square);
#pragma GCC unroll 16
  for (int i = 0; i < LANES; i++) store(to + i * toStride, square[i]);
}

/// [rows, width] → for each group of WIDE rows [width, WIDE]: the rows become lanes.
inline void turnRows(const float* rows, float* lanes, int64_t count, int64_t width) {
  for (int64_t row = 0; row < roundUp(count, WIDE); row += LANES) {
    float* to = lanes + row / WIDE * WIDE * width + row % WIDE;
    for (int64_t i = 0; i < width; i += LANES) turnSquare(rows + row * width + i, width, to + i * WIDE, WIDE);
  }
}

/// The other way round.
inline void turnLanes(const float* lanes, float* rows, int64_t count, int64_t width) {
  for (int64_t row = 0; row < roundUp(count, WIDE); row += LANES) {
    const float* from = lanes + row / WIDE * WIDE * width + row % WIDE;
    for (int64_t i = 0; i < width; i += LANES) turnSquare(from + i * WIDE, WIDE, rows + row * width + i, width);
  }
}

/// `count` keys of one head of x [K, KV, D], then zeros up to a whole tile.
inline void packKeys(const Problem& problem, const float* x, int64_t key, int64_t keyHead, int64_t count, float* to) {
  const int64_t width = problem.width();
  const float* from = x + key * problem.keyStride() + keyHead * problem.size;
  for (int64_t i = 0; i < count; i++) {
    packVector(from + i * problem.keyStride(), to + i * width, problem.size, width, 1.0f);
  }
  clear(to + count * width, (roundUp(count, TILE) - count) * width);
}

/// What the WIDE rows of a group see. Rows that fill up the last group see what its last one sees.
struct Group {
  int64_t lowestFirst;
  int64_t highestFirst;
  int64_t lowestEnd;
  int64_t highestEnd;
  Integers first[2];
  Integers end[2];
};

inline Group groupAt(const Rows& rows, int64_t group) {
  int32_t first[WIDE];
  int32_t end[WIDE];
  for (int64_t lane = 0; lane < WIDE; lane++) {
    const int64_t row = group * WIDE + lane < rows.count ? group * WIDE + lane : rows.count - 1;
    first[lane] = static_cast<int32_t>(rows.first(row));
    end[lane] = static_cast<int32_t>(rows.end(row));
  }
  Group result = {first[0], first[WIDE - 1], end[0], end[WIDE - 1], {}, {}};
  __builtin_memcpy(result.first, first, sizeof first);
  __builtin_memcpy(result.end, end, sizeof end);
  return result;
}

/// Keys of a block that rows of a group see: from `start`, a whole number of tiles down, to `stop`, not rounded.
struct Range {
  int64_t start;
  int64_t stop;
  bool empty() const { return start >= stop; }
};

inline Range rangeOf(const Group& group, int64_t block, int64_t count) {
  const int64_t start = group.lowestFirst > block ? group.lowestFirst - block : 0;
  const int64_t stop = group.highestEnd - block < count ? group.highestEnd - block : count;
  return {start / TILE * TILE, stop};
}

/// Whether all rows of the group see all keys of the tile at this key.
inline bool seesWhole(const Group& group, int64_t key) {
  return key >= group.highestFirst && key + TILE <= group.lowestEnd;
}

/// `value` where the lanes of vector `which` see the key, `otherwise` elsewhere.
inline Vector whereSeen(const Group& group, int which, int64_t key, Vector value, Vector otherwise) {
  const Integers at = static_cast<int32_t>(key) - Integers{};
  return (at >= group.first[which]) & (at < group.end[which]) ? value : otherwise;
}

}  // namespace
}  // namespace vlm::VLM_ISA
