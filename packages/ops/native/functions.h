// Elementary functions of vectors, within 2 units in the last place of the true value (the sigmoid: 2.3).
#pragma once
#include "vector.h"

namespace vlm::VLM_ISA {

/// The bits of a float as an integer, and back.
inline Integers integersOf(Vector x) { return (Integers)x; }
inline Vector floatsOf(Integers bits) { return (Vector)bits; }

/// 2ⁿ for −126 <= n <= 127.
inline Vector powerOfTwo(Integers n) { return floatsOf((n + 127) << 23); }

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
  const Integers n = integersOf(shifted) - integersOf(magic);
  const Integers half = n >> 1;
  return mantissa * powerOfTwo(half) * powerOfTwo(n - half);
}

/// ln x: −∞ at 0, NaN below.
inline Vector log(Vector x) {
  // Denormals have no implicit bit: they are scaled into range first.
  const Vector tiny = fill(1.17549435e-38f);
  const Vector scaled = x < tiny ? x * 8388608.0f : x;
  // x = 2ᵉ (1 + f) with 1 + f in [√½, √2).
  const Integers offset = integersOf(scaled) - 0x3f3504f3;
  const Integers exponent = offset >> 23;
  const Vector f = floatsOf(integersOf(scaled) - exponent * 8388608) - 1.0f;
  const Vector whole = __builtin_convertvector(exponent, Vector) - (x < tiny ? fill(23.0f) : Vector{});
  Vector tail = fill(6.7466408e-2f);
  tail = tail * f - 1.16756521e-1f;
  tail = tail * f + 1.1888162e-1f;
  tail = tail * f - 1.24055892e-1f;
  tail = tail * f + 1.42195523e-1f;
  tail = tail * f - 1.66679963e-1f;
  tail = tail * f + 2.00021192e-1f;
  tail = tail * f - 2.50000089e-1f;
  tail = tail * f + 3.33333135e-1f;
  const Vector square = f * f;
  const Vector rest = tail * square * f + (whole * -2.12194440e-4f - 0.5f * square);
  Vector result = (rest + f) + whole * 0.693359375f;
  const Vector infinity = fill(__builtin_inff());
  result = x == infinity ? infinity : result;
  result = x == Vector{} ? -infinity : result;
  return x >= Vector{} ? result : fill(__builtin_nanf(""));
}

inline Vector magnitude(Vector x) { return floatsOf(integersOf(x) & 0x7fffffff); }

/// |x| with the sign of `sign`.
inline Vector withSign(Vector x, Vector sign) {
  const Integers bit = (integersOf(sign) >> 31) << 31;
  return floatsOf(integersOf(magnitude(x)) | bit);
}

inline Vector tanh(Vector x) {
  const Vector t = magnitude(x);
  const Vector z = x * x;
  Vector series = fill(-6.19872566e-3f);
  series = series * z + 2.10205559e-2f;
  series = series * z - 5.3840518e-2f;
  series = series * z + 1.33324802e-1f;
  series = series * z - 3.33333135e-1f;
  const Vector near = series * z * x + x;
  const Vector far = 1.0f - 2.0f / (exp(t + t) + 1.0f);
  return withSign(t < 0.56f ? near : far, x);
}

/// The error function, 2/√π ∫₀ˣ exp(−t²) dt.
inline Vector erf(Vector x) {
  const Vector t = magnitude(x);
  const Vector z = x * x;
  Vector series = fill(8.31677535e-5f);
  series = series * z - 8.13001301e-4f;
  series = series * z + 5.19990688e-3f;
  series = series * z - 2.68589407e-2f;
  series = series * z + 1.12836875e-1f;
  series = series * z - 3.76126319e-1f;
  series = series * z + 1.28379166e-1f;
  const Vector near = series * x + x;
  // 1 − exp(−u(t)); from 3.95 on float knows no difference to 1.
  const Vector limited = minimum(fill(4.0f), t);
  Vector u = fill(1.12312619e-5f);
  u = u * limited - 3.22803447e-4f;
  u = u * limited + 3.64245754e-3f;
  u = u * limited - 2.37620603e-2f;
  u = u * limited + 1.06236875e-1f;
  u = u * limited + 6.35151327e-1f;
  u = u * limited + 1.2864849e-1f;
  const Vector far = 1.0f - exp(-(u * limited + limited));
  return t < 0.92f ? near : (x == x ? withSign(far, x) : x);
}

/// 1 / (1 + e⁻ˣ), exact to its last bits on both sides.
inline Vector sigmoid(Vector x) {
  const Vector e = exp(-magnitude(x));
  return (x < Vector{} ? e : fill(1.0f)) / (1.0f + e);
}

/// √x of every lane.
inline Vector squareRoot(Vector x) {
  float lanes[LANES];
  store(lanes, x);
  for (int i = 0; i < LANES; i++) lanes[i] = __builtin_sqrtf(lanes[i]);
  return load(lanes);
}

}  // namespace vlm::VLM_ISA
