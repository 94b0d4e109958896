// Sums and maxima of one row, in several independent parts: an addition need not wait for the one before.
#pragma once
#include "vector.h"

namespace vlm::VLM_ISA {

/// Σ term(from[i]…) for 0 <= i < size, always in the same order.
template <class Term, class... From>
inline float sumOver(int64_t size, const Term& term, From... from) {
  Vector a = {}, b = {}, c = {}, d = {};
  int64_t i = 0;
  for (; i + 4 * LANES <= size; i += 4 * LANES) {
    a += term(load(from + i)...);
    b += term(load(from + i + LANES)...);
    c += term(load(from + i + 2 * LANES)...);
    d += term(load(from + i + 3 * LANES)...);
  }
  for (; i + LANES <= size; i += LANES) a += term(load(from + i)...);
  if (i < size) {
    float rest[LANES] = {};
    storePart(rest, term(loadPart(from + i, size - i)...), size - i);
    b += load(rest);
  }
  return sum((a + b) + (c + d));
}

/// The largest of x[0 … size − 1] and `most`; comparisons with NaN are false.
inline float largestOf(const float* x, int64_t size, float most = -__builtin_inff()) {
  Vector a = fill(most), b = a, c = a, d = a;
  int64_t i = 0;
  for (; i + 4 * LANES <= size; i += 4 * LANES) {
    a = maximum(load(x + i), a);
    b = maximum(load(x + i + LANES), b);
    c = maximum(load(x + i + 2 * LANES), c);
    d = maximum(load(x + i + 3 * LANES), d);
  }
  for (; i + LANES <= size; i += LANES) a = maximum(load(x + i), a);
  float result = largest(maximum(maximum(a, b), maximum(c, d)));
  for (; i < size; i++) result = x[i] > result ? x[i] : result;
  return result;
}

}  // namespace vlm::VLM_ISA
