#include "functions.h"
#include "map.h"
#include "row.h"

namespace vlm::VLM_ISA {

/// y = exp(x − max(x)) / Σ exp(x − max(x)) over each row of [rows, size].
void softmax(const float* x, float* y, int64_t rows, int64_t size) {
  parallel(rows, grainFor(8 * size), [&](int64_t begin, int64_t end) {
    for (int64_t row = begin; row < end; row++) {
      const float* from = x + row * size;
      float* to = y + row * size;
      const float most = largestOf(from, size);
      mapRange(0, size, [&](Vector v) { return exp(v - most); }, to, from);
      const float share = 1.0f / sumOver(size, [](Vector v) { return v; }, to);
      mapRange(0, size, [&](Vector v) { return v * share; }, to, to);
    }
  });
}

}  // namespace vlm::VLM_ISA
