#include <algorithm>

#include "call.h"

namespace vlm::check {
namespace {

/// The queries and keys of one segment; queries stand at the end of the keys.
struct Segment {
  int32_t queries, keys;
};

struct Problem {
  std::vector<Segment> segments;
  int64_t heads, keyHeads, size;
  bool causal;
  int32_t window;
  /// Keys of no segment at the end.
  int32_t spare = 0;
};

constexpr int32_t ALL = 1 << 30;

const Problem PROBLEMS[] = {
    {{{1, 1}}, 1, 1, 1, true, ALL},
    {{{1, 33}}, 4, 2, 64, true, ALL},
    {{{1, 200}, {1, 3}, {1, 129}}, 8, 2, 128, true, 100},
    {{{2, 2}, {31, 31}}, 2, 1, 3, true, ALL},
    {{{33, 33}, {5, 40}}, 6, 2, 72, true, ALL, 4},
    {{{127, 127}}, 2, 2, 16, true, 31},
    {{{129, 129}, {1, 1}, {64, 70}}, 2, 1, 32, false, ALL},
    {{{40, 300}}, 3, 1, 33, true, 64, 1},
    {{{150, 150}}, 4, 2, 48, true, ALL},
    {{{20, 20}}, 1, 1, 129, false, ALL},
};

/// Arrays of a problem as the kernels want them.
struct Arrays {
  std::vector<int32_t> first, end, segments;
  int64_t queries = 0, keys = 0, longest = 0;

  explicit Arrays(const Problem& problem, bool blocks) {
    for (const Segment& segment : problem.segments) {
      segments.insert(segments.end(), {static_cast<int32_t>(queries), segment.queries, static_cast<int32_t>(keys), segment.keys});
      const auto key = static_cast<int32_t>(keys);
      for (int32_t i = 0; i < segment.queries; i++) {
        const int32_t own = segment.keys - segment.queries + i;
        int32_t last = problem.causal ? own + 1 : segment.keys;
        // Queries of a picture see each other.
        if (blocks && problem.causal) last = std::min(segment.keys, own / 8 * 8 + 8);
        first.push_back(key + std::max(0, problem.causal ? own + 1 - problem.window : 0));
        end.push_back(key + last);
      }
      queries += segment.queries;
      keys += segment.keys;
      longest = std::max<int64_t>(longest, segment.keys);
    }
    keys += problem.spare;
  }
  int64_t segmentCount() const { return static_cast<int64_t>(segments.size()) / 4; }
};

/// What the forward pass says of a problem, for the backward pass to start from.
struct Forward {
  Floats out, logSum;
};

Forward attend(const Kernels& kernels, const Problem& problem, const Arrays& arrays, const Floats& q, const Floats& k,
               const Floats& v, float scale) {
  Forward forward = {Floats(q.size()), Floats(static_cast<std::size_t>(arrays.queries * problem.heads))};
  kernels.attention(q.data(), k.data(), v.data(), arrays.first.data(), arrays.end.data(), arrays.segments.data(),
                    forward.out.data(), forward.logSum.data(), arrays.segmentCount(), problem.heads, problem.keyHeads,
                    problem.size, scale);
  return forward;
}

}  // namespace

VLM_CASES(attention) {
  for (const Problem& problem : PROBLEMS) {
    for (const bool blocks : {false, true}) {
      const Arrays arrays(problem, blocks);
      const auto [segments, heads, keyHeads, size, causal, window, spare] = problem;
      const int64_t numbers = arrays.queries * heads * size;
      const auto k = in(uniform(arrays.keys * keyHeads * size, -2, 2)), v = in(uniform(arrays.keys * keyHeads * size));
      const auto y = out(numbers, within(1e-5, 1)), logSum = out(arrays.queries * heads, within(2e-6, 10));
      call(in(uniform(numbers, -2, 2)), k, v, in(arrays.first), in(arrays.end), in(arrays.segments), y, logSum,
           arrays.segmentCount(), heads, keyHeads, size, 1 / std::sqrt(static_cast<float>(size)));
    }
  }
}

VLM_CASES(attentionBackward) {
  const Kernels scalar = levels().front().kernels;
  for (const Problem& problem : PROBLEMS) {
    for (const int64_t most : {int64_t{48}, int64_t{ALL}}) {
      const Arrays arrays(problem, most == 48);
      const auto [segments, heads, keyHeads, size, causal, window, spare] = problem;
      const int64_t numbers = arrays.queries * heads * size, keyNumbers = arrays.keys * keyHeads * size;
      const float scale = 1 / std::sqrt(static_cast<float>(size));
      const Floats q = uniform(numbers, -2, 2), k = uniform(keyNumbers, -2, 2), v = uniform(keyNumbers);
      const Forward forward = attend(scalar, problem, arrays, q, k, v, scale);
      const int64_t stretch = std::min(most, arrays.longest), parts = (arrays.longest + stretch - 1) / stretch;
      // Keys of no segment stay as they are.
      const auto dk = inOut(Floats(static_cast<std::size_t>(keyNumbers)), ofLargest(1e-5));
      const auto dv = inOut(Floats(static_cast<std::size_t>(keyNumbers)), ofLargest(1e-5));
      call(in(uniform(numbers)), in(q), in(k), in(v), in(forward.out), in(forward.logSum), in(arrays.first), in(arrays.end),
           in(arrays.segments), out(numbers, ofLargest(1e-5)), dk, dv, scratch((parts - 1) * numbers),
           arrays.segmentCount(), arrays.queries, heads, keyHeads, size, stretch, parts, scale);
    }
  }
}

}  // namespace vlm::check
