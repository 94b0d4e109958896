// The one inner product of attention: a tile of sums that stays in registers.
#pragma once
#include "vector.h"

namespace vlm::VLM_ISA {
namespace {

/// Rows of a tile: with two vectors each, and those that feed them, they fill the register file.
constexpr int TILE = LANES == 16 ? 12 : 6;
constexpr int WIDE = 2 * LANES;

constexpr int64_t roundUp(int64_t count, int64_t step) { return (count + step - 1) / step * step; }

/// sums[i][j] += Σ left[i · row + n · step] · right[n · stride + lanes j] over 0 <= n < depth.
template <int VECTORS>
inline __attribute__((always_inline)) void accumulate(Vector (&sums)[TILE][VECTORS], const float* left, int64_t row,
                                                      int64_t step, const float* right, int64_t stride,
                                                      int64_t depth) {
  Vector kept[TILE][VECTORS];
#pragma GCC unroll 16
  for (int i = 0; i < TILE; i++) {
#pragma GCC unroll 2
    for (int j = 0; j < VECTORS; j++) kept[i][j] = sums[i][j];
  }
#pragma GCC unroll 1
  for (int64_t n = 0; n < depth; n++) {
    Vector lanes[VECTORS];
#pragma GCC unroll 2
    for (int j = 0; j < VECTORS; j++) lanes[j] = load(right + n * stride + j * LANES);
#pragma GCC unroll 16
    for (int i = 0; i < TILE; i++) {
      const Vector factor = fill(left[i * row + n * step]);
#pragma GCC unroll 2
      for (int j = 0; j < VECTORS; j++) kept[i][j] += factor * lanes[j];
    }
  }
#pragma GCC unroll 16
  for (int i = 0; i < TILE; i++) {
#pragma GCC unroll 2
    for (int j = 0; j < VECTORS; j++) sums[i][j] = kept[i][j];
  }
}

}  // namespace
}  // namespace vlm::VLM_ISA
