// Tiles of a matrix product that fit into registers: ROWS rows by NR columns, summed over a depth.
#pragma once
#include "vector.h"

#if defined(__AVX512BF16__)
#include <immintrin.h>
#endif

#define VLM_UNROLL _Pragma("GCC unroll 32")
#define VLM_INLINE inline __attribute__((always_inline))

namespace vlm::VLM_ISA {

/// Rows of the largest tile: with two vectors a row, all sums and what they need at a time stay in registers.
#if defined(__AVX512F__)
constexpr int MR = 12;
#elif defined(__AVX2__)
constexpr int MR = 6;
#else
constexpr int MR = 4;
#endif

/// Columns of a tile, and of a panel: numbers of a right-hand matrix, [depth][NR].
constexpr int NR = 2 * LANES;

/// Steps in depth that are summed in registers before they are added to the result. The order of every sum follows from it
/// alone: it depends neither on the number of rows nor on that of threads.
constexpr int64_t KC = LANES == 16 ? 512 : 256;

/// Where a tile goes: to = alpha · sums (+ bias) (+ to), `columns` of it.
struct Target {
  float* to;
  int64_t stride;
  int64_t columns;
  const float* bias;
  float alpha;
  bool add;
};

template <bool ADD, int ROWS, int VECTORS>
VLM_INLINE void writeWhole(const Vector (&sums)[ROWS][VECTORS], float* to, int64_t stride, const float* bias, float alpha) {
  Vector offset[VECTORS];
  VLM_UNROLL
  for (int j = 0; j < VECTORS; j++) offset[j] = bias ? load(bias + j * LANES) : Vector{};
  VLM_UNROLL
  for (int i = 0; i < ROWS; i++) {
    VLM_UNROLL
    for (int j = 0; j < VECTORS; j++) {
      float* at = to + i * stride + j * LANES;
      const Vector y = sums[i][j] * alpha + offset[j];
      store(at, ADD ? load(at) + y : y);
    }
  }
}

/// The part of a tile that fits, of `width` numbers a row: apart from the tiles, since each of these would hold a copy.
__attribute__((noinline)) inline void writePart(const float* sums, int64_t rows, int64_t width, const Target& target) {
  const auto [to, stride, columns, bias, alpha, add] = target;
  for (int64_t i = 0; i < rows; i++) {
    for (int64_t j = 0; j < columns; j++) {
      const float y = sums[i * width + j] * alpha + (bias ? bias[j] : 0.0f);
      to[i * stride + j] = add ? to[i * stride + j] + y : y;
    }
  }
}

template <int ROWS, int VECTORS>
VLM_INLINE void writeTile(const Vector (&sums)[ROWS][VECTORS], const Target& target) {
  const auto [to, stride, columns, bias, alpha, add] = target;
  if (columns >= VECTORS * LANES) {
    if (add) writeWhole<true>(sums, to, stride, bias, alpha);
    else writeWhole<false>(sums, to, stride, bias, alpha);
    return;
  }
  float numbers[ROWS * VECTORS * LANES];
  VLM_UNROLL
  for (int i = 0; i < ROWS; i++) {
    VLM_UNROLL
    for (int j = 0; j < VECTORS; j++) store(numbers + (i * VECTORS + j) * LANES, sums[i][j]);
  }
  writePart(numbers, ROWS, VECTORS * LANES, target);
}

/// sums += Σ a[·, k] · b[k, ·] over PANELS panels side by side; a's rows and steps and b's steps lie apart as told.
template <int ROWS, int PANELS>
VLM_INLINE void addProducts(int64_t depth, const float* a, int64_t aRow, int64_t aStep, const float* b, int64_t bStep,
                            int64_t bPanel, Vector (&sums)[ROWS][2 * PANELS]) {
  for (int64_t k = 0; k < depth; k++) {
    Vector right[2 * PANELS];
    VLM_UNROLL
    for (int j = 0; j < 2 * PANELS; j++) right[j] = load(b + (j / 2) * bPanel + (j % 2) * LANES);
    VLM_UNROLL
    for (int i = 0; i < ROWS; i++) {
      const float left = a[i * aRow];
      VLM_UNROLL
      for (int j = 0; j < 2 * PANELS; j++) sums[i][j] += left * right[j];
    }
    a += aStep;
    b += bStep;
  }
}

#if defined(__AVX512BF16__)
/// The same for pairs of bfloat16, two steps in depth each.
template <int ROWS, int PANELS>
VLM_INLINE void addProducts(int64_t depth, const uint32_t* a, int64_t aRow, int64_t aStep, const uint32_t* b,
                            int64_t bStep, int64_t bPanel, Vector (&sums)[ROWS][2 * PANELS]) {
  for (int64_t k = 0; k < depth; k++) {
    __m512bh right[2 * PANELS];
    VLM_UNROLL
    for (int j = 0; j < 2 * PANELS; j++) {
      right[j] = (__m512bh)_mm512_loadu_si512(b + (j / 2) * bPanel + (j % 2) * LANES);
    }
    VLM_UNROLL
    for (int i = 0; i < ROWS; i++) {
      const __m512bh left = (__m512bh)_mm512_set1_epi32(static_cast<int>(a[i * aRow]));
      VLM_UNROLL
      for (int j = 0; j < 2 * PANELS; j++) {
        sums[i][j] = (Vector)_mm512_dpbf16_ps((__m512)sums[i][j], left, right[j]);
      }
    }
    a += aStep;
    b += bStep;
  }
}
#endif

/// A tile of a packed left-hand side, [depth][ROWS], and packed panels.
template <int ROWS, int PANELS, class Element>
__attribute__((noinline)) void packedTile(int64_t depth, const Element* a, const Element* b, int64_t bPanel,
                                          const Target& target) {
  Vector sums[ROWS][2 * PANELS] = {};
  addProducts<ROWS, PANELS>(depth, a, 1, ROWS, b, NR, bPanel, sums);
  writeTile(sums, target);
}

/// A tile of matrices as they lie.
template <int ROWS>
__attribute__((noinline)) void stridedTile(int64_t depth, const float* a, int64_t aRow, int64_t aStep, const float* b,
                                           int64_t bStep, const Target& target) {
  Vector sums[ROWS][2] = {};
  addProducts<ROWS, 1>(depth, a, aRow, aStep, b, bStep, 0, sums);
  writeTile(sums, target);
}

/// A number of rows known when compiling.
template <int ROWS>
struct Rows {
  static constexpr int count = ROWS;
};

/// Calls `function` with Rows<rows>, 1 <= rows <= MOST.
template <int MOST, class Function>
VLM_INLINE void withRows(int rows, const Function& function) {
  if constexpr (MOST > 1) {
    if (rows < MOST) return withRows<MOST - 1>(rows, function);
  }
  function(Rows<MOST>{});
}

/// Rows in tiles of about the same height: 13 rows are 7 + 6, not 12 + 1.
struct Tiling {
  int64_t tiles;
  int64_t base;
  int64_t extra;

  explicit Tiling(int64_t rows) : tiles((rows + MR - 1) / MR), base(tiles ? rows / tiles : 0), extra(rows - base * tiles) {}

  /// The first row of a tile; of one past the last, the number of rows.
  int64_t start(int64_t tile) const { return tile * base + (tile < extra ? tile : extra); }
  int height(int64_t tile) const { return static_cast<int>(base + (tile < extra ? 1 : 0)); }
};

inline int64_t panelsOf(int64_t columns) { return (columns + NR - 1) / NR; }

}  // namespace vlm::VLM_ISA
