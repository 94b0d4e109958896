#include "parallel.h"
#include "vector.h"

namespace vlm::VLM_ISA {
namespace {

/// Calls function(packed, row, count) for pieces of the runs that together name the packed rows begin … end − 1.
template <class Function>
void eachRun(const int32_t* runs, int64_t begin, int64_t end, const Function& function) {
  int64_t start = 0;
  for (; start < end; runs += 2) {
    const int64_t next = start + runs[1];
    const int64_t first = start > begin ? start : begin;
    const int64_t last = next < end ? next : end;
    if (first < last) function(first, runs[0] + first - start, last - first);
    start = next;
  }
}

/// Columns of a table's gradient that one thread sums, over all tokens in order.
constexpr int64_t BLOCK = 64;

}  // namespace

/// y [count, size] = the rows of x that the runs (start, length, start, length …) name; they name `count` rows.
void takeRows(const float* x, const int32_t* runs, float* y, int64_t count, int64_t size) {
  parallel(count, grainFor(size), [&](int64_t begin, int64_t end) {
    eachRun(runs, begin, end, [&](int64_t packed, int64_t row, int64_t rows) {
      __builtin_memcpy(y + packed * size, x + row * size, 4 * static_cast<uint64_t>(rows * size));
    });
  });
}

/// The rows of y that the runs name = x [count, size]; the others stay as they are.
void spreadRows(const float* x, const int32_t* runs, float* y, int64_t count, int64_t size) {
  parallel(count, grainFor(size), [&](int64_t begin, int64_t end) {
    eachRun(runs, begin, end, [&](int64_t packed, int64_t row, int64_t rows) {
      __builtin_memcpy(y + row * size, x + packed * size, 4 * static_cast<uint64_t>(rows * size));
    });
  });
}

/// y [count, size]: y[i] = x[ids[i]], or zeros where an id leaves 0 … total − 1.
void gatherRows(const float* x, const int32_t* ids, float* y, int64_t count, int64_t size, int64_t total) {
  parallel(count, grainFor(size), [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; i++) {
      const bool inside = ids[i] >= 0 && ids[i] < total;
      if (inside) __builtin_memcpy(y + i * size, x + ids[i] * size, 4 * static_cast<uint64_t>(size));
      else __builtin_memset(y + i * size, 0, 4 * static_cast<uint64_t>(size));
    }
  });
}

/// y[ids[i]] += x[i] for x [count, size], in order; ids outside 0 … total − 1 are passed over.
void addRows(const float* x, const int32_t* ids, float* y, int64_t count, int64_t size, int64_t total) {
  parallel(size, BLOCK, [&](int64_t begin, int64_t end) {
    for (int64_t i = 0; i < count; i++) {
      if (ids[i] < 0 || ids[i] >= total) continue;
      const float* from = x + i * size;
      float* to = y + ids[i] * size;
      for (int64_t j = begin; j < end; j++) to[j] += from[j];
    }
  });
}

}  // namespace vlm::VLM_ISA
