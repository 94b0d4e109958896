// Elementary functions of vectors, within 2 units in the last place of the true value.
#pragma once
#include "vector.h"

namespace vlm::VLM_ISA {

inline Integers bitsOf(Vector x) {
  Integers bits;
  __builtin_memcpy(&bits, &x, sizeof bits);
  return bits;
}

inline Vector fromBits(Integers bits) {
  Vector x;
  __builtin_memcpy(&x, &bits, sizeof x);
  return x;
}

/// 2ⁿ for −126 <= n <= 127.
inline Vector powerOfTwo(Integers n) { return fromBits((n + 127) << 23); }

/// eˣ: exactly 1 at 0, 0 at −∞, ∞ where float has no larger number, NaN for NaN.
inline Vector exp(Vector x) {
  // x = n ln 2 + r with |r| <= ln(2) / 2; adding 1.5 · 2²³ leaves the nearest integer in the last bits.
  const Vector magic = fill(12582912.0f);
  const Vector limited = minimum(fill(89.0f), maximum(fill(-104.0f), x));
  const Vector shifted = limited * 1.44269504f + magic;
  const Vector whole = shifted - magic;
  // ln 2 in two parts; products with the first, which has few digits, are exact.
  const Vector r = (limited - whole * 0.693359375f) - whole * -2.12194440e-4f;
  Vector tail = fill(1.381432e-3f);
  tail = tail * r + 8.368851e-3f;
  tail = tail * r + 4.166840e-2f;
  tail = tail * r + 1.666652e-1f;
  tail = tail * r + 4.9999994e-1f;
  const Vector mantissa = tail * (r * r) + r + 1.0f;
  // In two factors, since 2ⁿ itself may leave the range where the result does not.
  const Integers n = bitsOf(shifted) - bitsOf(magic);
  const Integers half = n >> 1;
  return mantissa * powerOfTwo(half) * powerOfTwo(n - half);
}

}  // namespace vlm::VLM_ISA
