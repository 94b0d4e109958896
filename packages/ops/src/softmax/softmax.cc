#include "functions.h"
#include "map.h"
#include "parallel.h"

namespace vlm::VLM_ISA {
namespace {

float largestOf(const float* x, int64_t size) {
  int64_t i = 0;
  float result = -__builtin_inff();
  if (size >= LANES) {
    Vector most = load(x);
    for (i = LANES; i + LANES <= size; i += LANES) most = maximum(most, load(x + i));
    result = largest(most);
  }
  for (; i < size; i++) result = x[i] > result ? x[i] : result;
  return result;
}

}  // namespace

/// y = exp(x − max(x)) / Σ exp(x − max(x)) over each row of [rows, size].
void softmax(const float* x, float* y, int64_t rows, int64_t size) {
  parallel(rows, grainFor(8 * size), [&](int64_t begin, int64_t end) {
    for (int64_t row = begin; row < end; row++) {
      const float* from = x + row * size;
      float* to = y + row * size;
      const float most = largestOf(from, size);
      Vector totals = {};
      int64_t i = 0;
      for (; i + LANES <= size; i += LANES) {
        const Vector e = exp(load(from + i) - most);
        store(to + i, e);
        totals += e;
      }
      float total = sum(totals);
      if (i < size) {
        storePart(to + i, exp(loadPart(from + i, size - i) - most), size - i);
        for (; i < size; i++) total += to[i];
      }
      const float share = 1.0f / total;
      mapRange(0, size, [&](Vector v) { return v * share; }, to, to);
    }
  });
}

}  // namespace vlm::VLM_ISA
