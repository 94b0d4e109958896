#include "backward.h"
#include "few-rows.h"
#include "forward.h"

namespace vlm::VLM_ISA {
namespace {

int64_t blocksOf(const Problem& problem, const Segment& segment) {
  return (segment.queries * problem.sharing() + ATTENDED_ROWS - 1) / ATTENDED_ROWS;
}

}  // namespace

/// out [N, H, D] = softmax(scale · q · kᵀ) · v over the keys that each query sees, and logSum [N, H] = ln Σ exp(score).
void attention(const float* q, const float* k, const float* v, const int32_t* first, const int32_t* end,
               const int32_t* segments, float* out, float* logSum, int64_t segmentCount, int64_t heads, int64_t keyHeads,
               int64_t size, float scale) {
  const Problem problem = {first, end, segments, segmentCount, heads, keyHeads, size, scale};
  int64_t blocks = 0;
  for (int64_t s = 0; s < segmentCount; s++) blocks += blocksOf(problem, segmentAt(problem, s));
  parallel(blocks * keyHeads, 1, [&](int64_t from, int64_t to) {
    for (int64_t item = from; item < to; item++) {
      // From the last block on, since under a causal mask the last have most to do.
      int64_t block = blocks - 1 - item / keyHeads;
      int64_t s = 0;
      for (; block >= blocksOf(problem, segmentAt(problem, s)); s++) block -= blocksOf(problem, segmentAt(problem, s));
      const Segment segment = segmentAt(problem, s);
      const int64_t start = block * ATTENDED_ROWS;
      const int64_t rest = segment.queries * problem.sharing() - start;
      const Rows rows = {problem, segment, item % keyHeads, start, rest < ATTENDED_ROWS ? rest : ATTENDED_ROWS};
      if (rows.count <= LANES) attendFew(rows, q, k, v, out, logSum);
      else attendRows(rows, q, k, v, out, logSum);
    }
  });
}

/// The gradients of `attention`, with scores computed again. Keys are taken in stretches, as many as `parts` in the
/// longest segment; each sums its part of dq apart, the first in dq and the others in scratch [parts − 1, N, H, D], so that
/// sums have one order whatever the threads do. Keys of no segment are left alone.
void attentionBackward(const float* dy, const float* q, const float* k, const float* v, const float* out,
                       const float* logSum, const int32_t* first, const int32_t* end, const int32_t* segments, float* dq,
                       float* dk, float* dv, float* scratch, int64_t segmentCount, int64_t queries, int64_t heads,
                       int64_t keyHeads, int64_t size, int64_t stretch, int64_t parts, float scale) {
  const Problem problem = {first, end, segments, segmentCount, heads, keyHeads, size, scale};
  const int64_t numbers = queries * heads * size;
  parallel(parts * segmentCount * keyHeads, 1, [&](int64_t from, int64_t to) {
    for (int64_t item = from; item < to; item++) {
      const int64_t part = item / (segmentCount * keyHeads);
      const Segment segment = segmentAt(problem, item / keyHeads % segmentCount);
      const int64_t begin = part * stretch;
      const int64_t stop = begin + stretch < segment.keys ? begin + stretch : segment.keys;
      float* const sums = part == 0 ? dq : scratch + (part - 1) * numbers;
      if (begin < stop) {
        slopeKeys(problem, segment, item % keyHeads, segment.firstKey + begin, segment.firstKey + stop,
                  {dy, q, k, v, out, logSum, sums, dk, dv});
      }
    }
  });
  if (parts == 1) return;
  for (int64_t s = 0; s < segmentCount; s++) {
    const Segment segment = segmentAt(problem, s);
    parallel(segment.queries, 16, [&](int64_t from, int64_t to) {
      for (int64_t query = segment.firstQuery + from; query < segment.firstQuery + to; query++) {
        const int64_t row = query * heads * size;
        const int64_t lowest = (first[query] - segment.firstKey) / stretch;
        const int64_t highest = (end[query] - 1 - segment.firstKey) / stretch;
        for (int64_t part = lowest; part <= highest; part++) {
          if (part == 0) continue;
          const float* more = scratch + (part - 1) * numbers + row;
          for (int64_t i = 0; i < heads * size; i++) dq[row + i] = part == lowest ? more[i] : dq[row + i] + more[i];
        }
      }
    });
  }
}

}  // namespace vlm::VLM_ISA
