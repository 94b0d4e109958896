// Pairs of bfloat16, which the instruction set multiplies two at a time: from floats, rounded to nearest even.
#pragma once
#include "gemm-weight.h"

#if defined(__AVX512BF16__)
namespace vlm::VLM_ISA {

/// Thirty-two neighbours as sixteen pairs; numbers too small for normal bfloat16 become 0.
inline Words pairsOf(Vector lower, Vector upper) { return (Words)_mm512_cvtne2ps_pbh((__m512)upper, (__m512)lower); }

/// Pairs of the same lane of two vectors.
inline Words joined(Vector first, Vector second) {
  typedef uint16_t Halves __attribute__((vector_size(64)));
  const Halves order = {0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23,
                        8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31};
  return (Words)_mm512_permutexvar_epi16((__m512i)order, (__m512i)pairsOf(first, second));
}

/// The rows of a matrix as `turn` reads them, a pair in place of a float; a last odd number has 0 beside it.
struct PairLines {
  const float* data;
  int64_t stride;
  int64_t columns;

  Vector operator()(int64_t line, int64_t at, int64_t) const {
    const float* from = data + line * stride + 2 * at;
    const int64_t rest = columns - 2 * at;
    const Vector lower = rest >= LANES ? load(from) : loadPart(from, rest);
    const Vector upper = rest >= 2 * LANES ? load(from + LANES) : rest > LANES ? loadPart(from + LANES, rest - LANES) : Vector{};
    return (Vector)pairsOf(lower, upper);
  }
};

/// Panels of pairs made from panels of floats by each task.
template <class Panels>
struct PairedPanels {
  typedef uint32_t Element;
  static constexpr bool inPlace = false;
  static constexpr int direct = 0;

  Panels panels;
  /// In floats.
  int64_t depth;

  void layOut(int64_t panel, int64_t step, int64_t count, uint32_t* to) const {
    float square[NR * NR] __attribute__((aligned(64)));
    for (int64_t k = 0; k < count; k += NR / 2) {
      const int64_t begin = 2 * (step + k);
      const int64_t present = smaller(depth - begin, NR);
      panels.layOut(panel, begin, present, square);
      for (int64_t i = 0; 2 * i < present; i++) {
        VLM_UNROLL
        for (int j = 0; j < NR; j += LANES) {
          const float* at = square + 2 * i * NR + j;
          const Words pair = joined(load(at), 2 * i + 1 < present ? load(at + NR) : Vector{});
          __builtin_memcpy(to + (k + i) * NR + j, &pair, sizeof pair);
        }
      }
    }
  }
};

/// 4-bit codes times pairs of bfloat16: few rows look codes up in a table of bfloat16 and scale the sums of each group, so
/// that every step is a shift, a permutation and a product; more rows use panels laid out. The two round differently.
struct FourBitPairs {
  typedef uint32_t Element;
  static constexpr bool inPlace = false;
  static constexpr int direct = 4;

  FourBitWeight weight;

  void layOut(int64_t panel, int64_t step, int64_t count, uint32_t* to) const {
    PairedPanels<WidenedPanels<FourBitWeight>>{{weight}, weight.inputs}.layOut(panel, step, count, to);
  }

  template <int ROWS>
  void multiply(const uint32_t* a, int64_t panel, int64_t panelEnd, int64_t step, int64_t count, const Result& result,
                bool first) const {
    constexpr int AT_ONCE = panelsAtOnce(ROWS);
    for (; panel + AT_ONCE <= panelEnd; panel += AT_ONCE) {
      multiplyDirectly<ROWS, AT_ONCE>(a, panel, step, count, result.target(0, panel, first));
    }
    for (; AT_ONCE > 1 && panel < panelEnd; panel++) {
      multiplyDirectly<ROWS, 1>(a, panel, step, count, result.target(0, panel, first));
    }
  }

  template <int ROWS, int PANELS>
  __attribute__((noinline)) void multiplyDirectly(const uint32_t* a, int64_t panel, int64_t step, int64_t count,
                                                  const Target& target) const {
    const int64_t inputs = weight.inputs;
    const int64_t group = weight.group;
    const int64_t apart = inputs / 8 * NR;
    const int64_t scalesApart = inputs / group * NR;
    const uint32_t* codes = weight.data + panel * apart + step / 4 * NR;
    const float* scales = weight.scales + panel * scalesApart;
    // Twice the table, since five bits of an index count.
    const Words once = pairsOf(weight.map.all, weight.map.all);
    const __m512i table = (__m512i)once;
    Vector sums[ROWS][2 * PANELS] = {};
    const int64_t end = 2 * (step + count);
    for (int64_t k = 2 * step; k < end;) {
      const int64_t stop = smaller(end, (k / group + 1) * group);
      const float* scale = scales + k / group * NR;
      Vector parts[ROWS][2 * PANELS] = {};
      for (; k < stop; k += 8) {
        VLM_UNROLL
        for (int j = 0; j < 2 * PANELS; j++) {
          const __m512i words = _mm512_loadu_si512(codes + (j / 2) * apart + (j % 2) * LANES);
          VLM_UNROLL
          for (int pair = 0; pair < 4; pair++) {
            const __m512bh right =
                (__m512bh)_mm512_permutexvar_epi16(_mm512_srli_epi16(words, static_cast<unsigned>(4 * pair)), table);
            VLM_UNROLL
            for (int i = 0; i < ROWS; i++) {
              const __m512bh left = (__m512bh)_mm512_set1_epi32(static_cast<int>(a[pair * ROWS + i]));
              parts[i][j] = (Vector)_mm512_dpbf16_ps((__m512)parts[i][j], left, right);
            }
          }
        }
        a += 4 * ROWS;
        codes += NR;
      }
      VLM_UNROLL
      for (int j = 0; j < 2 * PANELS; j++) {
        const Vector factor = load(scale + (j / 2) * scalesApart + (j % 2) * LANES);
        VLM_UNROLL
        for (int i = 0; i < ROWS; i++) sums[i][j] += parts[i][j] * factor;
      }
    }
    writeTile(sums, target);
  }
};

}  // namespace vlm::VLM_ISA
#endif
