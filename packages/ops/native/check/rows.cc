#include <algorithm>

#include "call.h"

namespace vlm::check {
namespace {

/// Runs (start, length) of a table of 1000 rows that name 700 in all, the first `count` of which are asked for.
const std::vector<int32_t> RUNS = {5, 1, 900, 99, 6, 0, 10, 500, 700, 100};
constexpr int64_t TABLE = 1000;
constexpr int64_t COUNTS[] = {1, 2, 99, 700};
constexpr int64_t WIDTHS[] = {1, 2, 31, 33, 129};

/// The rows that cover `count` exactly, as the contract wants it.
std::vector<int32_t> runsOf(int64_t count) {
  std::vector<int32_t> runs;
  for (std::size_t i = 0; i < RUNS.size() && count > 0; i += 2) {
    const int64_t length = std::min<int64_t>(RUNS[i + 1], count);
    runs.insert(runs.end(), {RUNS[i], static_cast<int32_t>(length)});
    count -= length;
  }
  return runs;
}

}  // namespace

VLM_CASES(takeRows) {
  for (const int64_t count : COUNTS) {
    for (const int64_t size : WIDTHS) {
      call(in(special(TABLE * size)), in(runsOf(count)), out(count * size, exact()), count, size);
    }
  }
}

VLM_CASES(spreadRows) {
  for (const int64_t count : COUNTS) {
    for (const int64_t size : WIDTHS) {
      call(in(special(count * size)), in(runsOf(count)), inOut(uniform(TABLE * size), exact()), count, size);
    }
  }
}

VLM_CASES(gatherRows) {
  for (const int64_t count : COUNTS) {
    for (const int64_t size : WIDTHS) {
      const auto ids = in(integers(count, -2, 103));
      call(in(special(100 * size)), ids, out(count * size, exact()), count, size, 100);
    }
  }
}

VLM_CASES(addRows) {
  for (const int64_t count : COUNTS) {
    for (const int64_t size : WIDTHS) {
      const auto ids = in(integers(count, -2, 43));
      call(in(uniform(count * size)), ids, inOut(uniform(40 * size), exact()), count, size, 40);
    }
  }
}

}  // namespace vlm::check
