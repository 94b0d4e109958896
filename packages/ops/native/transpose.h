// Squares of LANES × LANES numbers turned in registers.
#pragma once
#include "vector.h"

namespace vlm::VLM_ISA {

template <int... Index>
struct Sequence {};
template <int Count, int... Index>
struct SequenceTo : SequenceTo<Count - 1, Count - 1, Index...> {};
template <int... Index>
struct SequenceTo<0, Index...> {
  typedef Sequence<Index...> Type;
};

/// Exchanges the two off-diagonal quarters, WIDTH lanes wide, of every square of 2 · WIDTH.
template <int WIDTH, int... Lane>
inline __attribute__((always_inline)) void exchange(Vector& upper, Vector& lower, Sequence<Lane...>) {
  const Vector a = upper;
  const Vector b = lower;
  upper = __builtin_shufflevector(a, b, ((Lane & WIDTH) ? LANES + Lane - WIDTH : Lane)...);
  lower = __builtin_shufflevector(a, b, ((Lane & WIDTH) ? LANES + Lane : Lane + WIDTH)...);
}

template <int WIDTH = LANES / 2>
inline __attribute__((always_inline)) void transpose(Vector (&square)[LANES]) {
#pragma GCC unroll 16
  for (int i = 0; i < LANES; i++) {
    if (!(i & WIDTH)) exchange<WIDTH>(square[i], square[i + WIDTH], typename SequenceTo<LANES>::Type{});
  }
  if constexpr (WIDTH > 1) transpose<WIDTH / 2>(square);
}

}  // namespace vlm::VLM_ISA
