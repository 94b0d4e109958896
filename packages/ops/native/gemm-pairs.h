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

}  // namespace vlm::VLM_ISA
#endif
