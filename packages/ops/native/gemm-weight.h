// The forms in which a frozen weight W [outputs, inputs] is held: panels of NR outputs, [inputs][NR] each, in float32, in
// bfloat16, or in codes of 4 or 8 bits with scales. Each form widens to floats, panel by panel.
#pragma once
#include "gemm-drive.h"
#include "half.h"

namespace vlm::VLM_ISA {

struct FloatWeight {
  const float* data;
  int64_t inputs;

  /// to [count][NR] = W[panel's outputs, begin..begin + count)ᵀ
  void widen(int64_t panel, int64_t begin, int64_t count, float* to) const {
    const float* from = data + (panel * inputs + begin) * NR;
    for (int64_t i = 0; i < count * NR; i += LANES) store(to + i, load(from + i));
  }

  static constexpr int direct = 0;
};

/// Words of two neighbours along the inputs, [inputs / 2][NR], the first in the lower half; an odd one has 0 beside it.
struct Bfloat16Weight {
  const uint32_t* data;
  int64_t inputs;

  static Words at(const uint32_t* from) {
    Words words;
    __builtin_memcpy(&words, from, sizeof words);
    return words;
  }
  static Vector first(Words words) { return floatsOf(words << 16); }
  static Vector second(Words words) { return floatsOf(words & 0xffff0000); }
  const uint32_t* words(int64_t panel, int64_t begin) const {
    return data + (panel * ((inputs + 1) / 2) + begin / 2) * NR;
  }

  void widen(int64_t panel, int64_t begin, int64_t count, float* to) const {
    const uint32_t* from = words(panel, begin);
    for (int64_t k = 0; k < count; k += 2) {
      VLM_UNROLL
      for (int j = 0; j < NR; j += LANES) {
        const Words pair = at(from + k / 2 * NR + j);
        store(to + k * NR + j, first(pair));
        if (k + 1 < count) store(to + (k + 1) * NR + j, second(pair));
      }
    }
  }

  /// sums += a · W for ROWS rows of a packed tile and PANELS panels from `panel` on.
  template <int ROWS, int PANELS>
  VLM_INLINE void addProducts(const float* a, int64_t panel, int64_t begin, int64_t count,
                              Vector (&sums)[ROWS][2 * PANELS]) const {
    const uint32_t* from = words(panel, begin);
    const int64_t apart = (inputs + 1) / 2 * NR;
    for (int64_t k = 0; k < count; k += 2) {
      VLM_UNROLL
      for (int j = 0; j < 2 * PANELS; j++) {
        const Words pair = at(from + (j / 2) * apart + (j % 2) * LANES);
        VLM_UNROLL
        for (int i = 0; i < ROWS; i++) sums[i][j] += a[i] * first(pair);
        if (k + 1 < count) {
          VLM_UNROLL
          for (int i = 0; i < ROWS; i++) sums[i][j] += a[ROWS + i] * second(pair);
        }
      }
      a += 2 * ROWS;
      from += NR;
    }
  }

  static constexpr int direct = MR;
};

/// Eight neighbours along the inputs a word, [inputs / 8][NR]: even ones in the lower half, odd ones in the upper, each 4
/// bits. A code stands for map[code] · scale, rounded; scales [inputs / group][NR] follow all panels' codes.
struct FourBitWeight {
  const uint32_t* data;
  const float* scales;
  int64_t inputs;
  int64_t group;
  /// 0: float32, 1: bfloat16, 2: float16.
  int64_t rounding;
  Table map;

  Vector decode(Words words, Vector scale) const {
    const Vector value = lookup(map, words) * scale;
    return rounding == 0 ? value : rounding == 1 ? roundBfloat16(value) : roundFloat16(value);
  }

  void widen(int64_t panel, int64_t begin, int64_t count, float* to) const {
    const uint32_t* from = data + (panel * (inputs / 8) + begin / 8) * NR;
    const float* scale = scales + panel * (inputs / group) * NR;
    for (int64_t k = 0; k < count; k += 8) {
      const float* of = scale + (begin + k) / group * NR;
      VLM_UNROLL
      for (int j = 0; j < NR; j += LANES) {
        const Words codes = Bfloat16Weight::at(from + k / 8 * NR + j);
        const Vector factor = load(of + j);
        VLM_UNROLL
        for (int pair = 0; pair < 4; pair++) {
          float* at = to + (k + 2 * pair) * NR + j;
          store(at, decode(codes >> (4 * pair), factor));
          store(at + NR, decode(codes >> (4 * pair + 16), factor));
        }
      }
    }
  }

  template <int ROWS, int PANELS>
  VLM_INLINE void addProducts(const float* a, int64_t panel, int64_t begin, int64_t count,
                              Vector (&sums)[ROWS][2 * PANELS]) const {
    const int64_t apart = inputs / 8 * NR;
    const int64_t scalesApart = inputs / group * NR;
    const uint32_t* from = data + panel * apart + begin / 8 * NR;
    const float* scale = scales + panel * scalesApart;
    for (int64_t k = 0; k < count; k += 8) {
      const float* of = scale + (begin + k) / group * NR;
      VLM_UNROLL
      for (int j = 0; j < 2 * PANELS; j++) {
        const Words codes = Bfloat16Weight::at(from + (j / 2) * apart + (j % 2) * LANES);
        const Vector factor = load(of + (j / 2) * scalesApart + (j % 2) * LANES);
        VLM_UNROLL
        for (int pair = 0; pair < 4; pair++) {
          const Vector even = decode(codes >> (4 * pair), factor);
          VLM_UNROLL
          for (int i = 0; i < ROWS; i++) sums[i][j] += a[2 * pair * ROWS + i] * even;
          const Vector odd = decode(codes >> (4 * pair + 16), factor);
          VLM_UNROLL
          for (int i = 0; i < ROWS; i++) sums[i][j] += a[(2 * pair + 1) * ROWS + i] * odd;
        }
      }
      a += 8 * ROWS;
      from += NR;
    }
  }

  static constexpr int direct = 4;
};

/// Four neighbours along the inputs a word, [inputs / 4 rounded up][NR], each a signed byte; what the last word has beyond
/// them is 0. One scale for each output, [NR] a panel, follows all panels' codes.
struct EightBitWeight {
  const uint32_t* data;
  const float* scales;
  int64_t inputs;

  static Vector number(Words words, int byte) {
    return __builtin_convertvector(reinterpret_cast<Integers>(words << (24 - 8 * byte)) >> 24, Vector);
  }
  const uint32_t* words(int64_t panel, int64_t begin) const {
    return data + (panel * ((inputs + 3) / 4) + begin / 4) * NR;
  }

  void widen(int64_t panel, int64_t begin, int64_t count, float* to) const {
    const uint32_t* from = words(panel, begin);
    for (int64_t k = 0; k < count; k += 4) {
      for (int j = 0; j < NR; j += LANES) {
        const Words codes = Bfloat16Weight::at(from + k / 4 * NR + j);
        const Vector scale = load(scales + panel * NR + j);
        VLM_UNROLL
        for (int byte = 0; byte < 4; byte++) {
          if (k + byte < count) store(to + (k + byte) * NR + j, number(codes, byte) * scale);
        }
      }
    }
  }

  template <int ROWS, int PANELS>
  VLM_INLINE void addProducts(const float* a, int64_t panel, int64_t begin, int64_t count,
                              Vector (&sums)[ROWS][2 * PANELS]) const {
    const uint32_t* from = words(panel, begin);
    const int64_t apart = (inputs + 3) / 4 * NR;
    for (int64_t k = 0; k < count; k += 4) {
      VLM_UNROLL
      for (int j = 0; j < 2 * PANELS; j++) {
        const Words codes = Bfloat16Weight::at(from + (j / 2) * apart + (j % 2) * LANES);
        const Vector scale = load(scales + (panel + j / 2) * NR + (j % 2) * LANES);
        VLM_UNROLL
        for (int byte = 0; byte < 4; byte++) {
          if (k + byte >= count) break;
          const Vector of = number(codes, byte) * scale;
          VLM_UNROLL
          for (int i = 0; i < ROWS; i++) sums[i][j] += a[byte * ROWS + i] * of;
        }
      }
      a += 4 * ROWS;
      from += NR;
    }
  }

  static constexpr int direct = MR;
};

/// Panels of a weight as they are, for x · Wᵀ: widened by each task, or multiplied directly by few rows.
template <class Weight>
struct WidenedPanels {
  typedef float Element;
  static constexpr bool inPlace = false;
  static constexpr int direct = Weight::direct;

  Weight weight;

  void layOut(int64_t panel, int64_t step, int64_t count, float* to) const { weight.widen(panel, step, count, to); }

  template <int ROWS>
  void multiply(const float* a, int64_t panel, int64_t panelEnd, int64_t step, int64_t count, const Result& result,
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
  __attribute__((noinline)) void multiplyDirectly(const float* a, int64_t panel, int64_t step, int64_t count,
                                                  const Target& target) const {
    Vector sums[ROWS][2 * PANELS] = {};
    const Weight held = weight;
    held.template addProducts<ROWS, PANELS>(a, panel, step, count, sums);
    writeTile(sums, target);
  }
};

/// The same weight as panels of NR inputs, [outputs][NR], for dy · W: turned square by square, so no second copy is kept.
template <class Weight>
struct TurnedPanels {
  typedef float Element;
  static constexpr bool inPlace = false;
  static constexpr int direct = 0;

  Weight weight;

  /// @param step a multiple of NR; what is written is rounded up to whole squares
  void layOut(int64_t panel, int64_t step, int64_t count, float* to) const {
    const int64_t begin = panel * NR;
    const int64_t present = smaller(weight.inputs - begin, NR);
    float square[NR * NR] __attribute__((aligned(64)));
    for (int64_t i = present * NR; i < NR * NR; i++) square[i] = 0;
    for (int64_t n = 0; n < count; n += NR) {
      weight.widen((step + n) / NR, begin, present, square);
      turn(Lines{square, NR}, NR, NR, to + n * NR, NR);
    }
  }
};

}  // namespace vlm::VLM_ISA
