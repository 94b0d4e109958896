#include "parallel.h"
#include "row.h"

namespace vlm::VLM_ISA {
namespace {

float meanOf(const float* x, int64_t size) {
  return sumOver(size, [](Vector v) { return v; }, x) / static_cast<float>(size);
}

float varianceOf(const float* x, int64_t size, float mean) {
  return sumOver(size, [=](Vector v) { return (v - mean) * (v - mean); }, x) / static_cast<float>(size);
}

/// Columns of the parameters' gradients that one thread sums, each over all rows in order.
constexpr int64_t BLOCK = 64;

}  // namespace

/// y = weight · (x − mean) · inverse + bias, inverse = 1 / √(var(x) + epsilon); x, y [rows, size], mean and inverse [rows].
void layerNorm(const float* x, const float* weight, const float* bias, float* y, float* mean, float* inverse,
               int64_t rows, int64_t size, float epsilon) {
  parallel(rows, grainFor(2 * size), [&](int64_t begin, int64_t end) {
    for (int64_t row = begin; row < end; row++) {
      const float* from = x + row * size;
      float* to = y + row * size;
      const float middle = meanOf(from, size);
      const float scale = 1.0f / __builtin_sqrtf(varianceOf(from, size, middle) + epsilon);
      mean[row] = middle;
      inverse[row] = scale;
      int64_t i = 0;
      for (; i + LANES <= size; i += LANES) {
        store(to + i, (load(from + i) - middle) * scale * load(weight + i) + load(bias + i));
      }
      for (; i < size; i++) to[i] = (from[i] - middle) * scale * weight[i] + bias[i];
    }
  });
}

/// dx = inverse · (g − mean(g) − n · mean(g · n)) with g = dy · weight and n the normalised x; dWeight [size] += Σ dy · n
/// and dBias [size] += Σ dy unless they are null.
void layerNormBackward(const float* dy, const float* x, const float* weight, const float* mean, const float* inverse,
                       float* dx, float* dWeight, float* dBias, int64_t rows, int64_t size) {
  parallel(rows, grainFor(4 * size), [&](int64_t begin, int64_t end) {
    for (int64_t row = begin; row < end; row++) {
      const float* slope = dy + row * size;
      const float* from = x + row * size;
      float* to = dx + row * size;
      const float middle = mean[row];
      const float scale = inverse[row];
      Vector sums = {};
      Vector dots = {};
      int64_t i = 0;
      for (; i + LANES <= size; i += LANES) {
        const Vector g = load(slope + i) * load(weight + i);
        sums += g;
        dots += g * (load(from + i) - middle);
      }
      float total = sum(sums);
      float dot = sum(dots);
      for (; i < size; i++) {
        const float g = slope[i] * weight[i];
        total += g;
        dot += g * (from[i] - middle);
      }
      const float level = total / static_cast<float>(size);
      const float along = dot / static_cast<float>(size) * scale * scale;
      for (i = 0; i + LANES <= size; i += LANES) {
        const Vector g = load(slope + i) * load(weight + i);
        store(to + i, scale * (g - level - (load(from + i) - middle) * along));
      }
      for (; i < size; i++) to[i] = scale * (slope[i] * weight[i] - level - (from[i] - middle) * along);
    }
  });
  if (!dWeight && !dBias) return;
  parallel(size, BLOCK, [&](int64_t begin, int64_t end) {
    for (int64_t row = 0; row < rows; row++) {
      const float* slope = dy + row * size;
      const float* from = x + row * size;
      if (dWeight) {
        for (int64_t i = begin; i < end; i++) dWeight[i] += slope[i] * ((from[i] - mean[row]) * inverse[row]);
      }
      if (dBias) {
        for (int64_t i = begin; i < end; i++) dBias[i] += slope[i];
      }
    }
  });
}

}  // namespace vlm::VLM_ISA
