// GELU as x · share(x), in its exact form and its approximation.
#pragma once
#include "functions.h"

namespace vlm::VLM_ISA {

/// x · Φ(x), Φ the normal distribution function.
struct ExactGelu {
  static Vector share(Vector x) { return 0.5f * erf(x * 0.70710678f) + 0.5f; }
  /// The derivative of x · share(x), given the share.
  static Vector slope(Vector x, Vector share) { return share + x * (exp(x * x * -0.5f) * 0.39894228f); }
};

/// x · σ(2u) = x/2 · (1 + tanh u) with u = √(2/π) (x + 0.044715 x³).
struct TanhGelu {
  static constexpr float linear = 1.59576912f;
  static constexpr float cubic = 0.0713548162f;
  static Vector share(Vector x) { return sigmoid(x * (x * x * cubic + linear)); }
  static Vector slope(Vector x, Vector share) {
    // Far out x³ leaves the range of float, where 1 − share is 0.
    const Vector rest = 1.0f - share;
    const Vector inner = x * (x * x * (3.0f * cubic) + linear);
    return share * (1.0f + (rest == Vector{} ? rest : inner * rest));
  }
};

}  // namespace vlm::VLM_ISA
