#include "parallel.h"
#include "vector.h"

namespace vlm::VLM_ISA {
namespace {

float sumOfSquares(const float* x, int64_t size) {
  Vector total = {};
  int64_t i = 0;
  for (; i + LANES <= size; i += LANES) total += load(x + i) * load(x + i);
  const Vector rest = loadPart(x + i, size - i);
  return sum(total + rest * rest);
}

/// Columns of the gradient of the weight that one thread sums, each over all rows in order.
constexpr int64_t BLOCK = 64;

}  // namespace

/// y = (weight + offset) · x · inverse, inverse = 1 / √(mean(x²) + epsilon); x, y [rows, size], inverse [rows].
void rmsNorm(const float* x, const float* weight, float* y, float* inverse, int64_t rows, int64_t size, float epsilon,
             float offset) {
  parallel(rows, grainFor(size), [&](int64_t begin, int64_t end) {
    for (int64_t row = begin; row < end; row++) {
      const float* from = x + row * size;
      float* to = y + row * size;
      const float scale = 1.0f / __builtin_sqrtf(sumOfSquares(from, size) / static_cast<float>(size) + epsilon);
      inverse[row] = scale;
      int64_t i = 0;
      for (; i + LANES <= size; i += LANES) store(to + i, load(from + i) * scale * (load(weight + i) + offset));
      for (; i < size; i++) to[i] = from[i] * scale * (weight[i] + offset);
    }
  });
}

/// dx = inverse · (g − x · inverse² · mean(g · x)) with g = dy · (weight + offset); dWeight [size] += Σ dy · x · inverse
/// unless it is null.
void rmsNormBackward(const float* dy, const float* x, const float* weight, const float* inverse, float* dx,
                     float* dWeight, int64_t rows, int64_t size, float offset) {
  parallel(rows, grainFor(2 * size), [&](int64_t begin, int64_t end) {
    for (int64_t row = begin; row < end; row++) {
      const float* slope = dy + row * size;
      const float* from = x + row * size;
      float* to = dx + row * size;
      Vector dots = {};
      int64_t i = 0;
      for (; i + LANES <= size; i += LANES) dots += load(slope + i) * (load(weight + i) + offset) * load(from + i);
      float dot = sum(dots);
      for (; i < size; i++) dot += slope[i] * (weight[i] + offset) * from[i];
      const float scale = inverse[row];
      const float along = dot / static_cast<float>(size) * scale * scale;
      for (i = 0; i + LANES <= size; i += LANES) {
        store(to + i, scale * (load(slope + i) * (load(weight + i) + offset) - load(from + i) * along));
      }
      for (; i < size; i++) to[i] = scale * (slope[i] * (weight[i] + offset) - from[i] * along);
    }
  });
  if (!dWeight) return;
  parallel(size, BLOCK, [&](int64_t begin, int64_t end) {
    for (int64_t row = 0; row < rows; row++) {
      for (int64_t i = begin; i < end; i++) dWeight[i] += dy[row * size + i] * x[row * size + i] * inverse[row];
    }
  });
}

}  // namespace vlm::VLM_ISA
