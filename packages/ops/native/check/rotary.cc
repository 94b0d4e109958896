#include "call.h"

namespace vlm::check {
namespace {

/// tokens, heads, size; sizes are even.
constexpr int64_t SHAPES[][3] = {{1, 1, 2},   {3, 2, 6},  {2, 3, 16},  {5, 2, 30},  {3, 1, 32},
                                 {4, 3, 34},  {2, 2, 64}, {3, 2, 72},  {33, 4, 80}, {129, 3, 128},
                                 {1, 16, 128}, {2, 2, 130}};

struct Angles {
  ArrayOf<float> cos, sin;
  Angles(int64_t tokens, int64_t size) : cos(in(uniform(tokens * size))), sin(in(uniform(tokens * size))) {}
};

}  // namespace

VLM_CASES(rotary) {
  for (const auto& [tokens, heads, size] : SHAPES) {
    const int64_t all = tokens * heads * size;
    const auto [cos, sin] = Angles(tokens, size);
    for (const bool adjoint : {false, true}) {
      call(in(uniform(all)), cos, sin, out(all, within(3e-7, 2)), tokens, heads, size, adjoint);
    }
  }
}

VLM_CASES(normRotary) {
  for (const auto& [tokens, heads, size] : SHAPES) {
    const int64_t all = tokens * heads * size;
    const auto [cos, sin] = Angles(tokens, size);
    const auto inverse = out(tokens * heads, near(16));
    const auto x = in(uniform(all)), weight = in(uniform(size));
    call(x, weight, cos, sin, out(all, within(3e-6, 4)), inverse, tokens, heads, size, 1e-6f, 1.0f);
  }
}

VLM_CASES(normRotaryBackward) {
  for (const auto& [tokens, heads, size] : SHAPES) {
    const int64_t all = tokens * heads * size;
    const auto [cos, sin] = Angles(tokens, size);
    const auto dy = in(uniform(all)), x = in(uniform(all)), weight = in(uniform(size));
    const auto inverse = in(uniform(tokens * heads, 1, 3)), dx = out(all, within(1e-5, 60));
    const auto dWeight = out(size, within(2e-6, 6.0 * static_cast<double>(tokens * heads)));
    const int64_t block = 8;
    const auto parts = scratch((tokens + block - 1) / block * size);
    call(dy, x, weight, inverse, cos, sin, dx, dWeight, parts, tokens, heads, size, block, 1.0f);
    call(dy, x, weight, inverse, cos, sin, dx, nullptr, nullptr, tokens, heads, size, block, 0.0f);
  }
}

}  // namespace vlm::check
