#include "call.h"

namespace vlm::check {

VLM_CASES(layerNorm) {
  for (const auto& [rows, size] : ROWS) {
    // One or two numbers that nearly equal their mean leave nothing but roundings.
    const float epsilon = size < 3 ? 0.1f : 1e-6f;
    const auto x = in(uniform(rows * size)), weight = in(uniform(size)), bias = in(uniform(size));
    call(x, weight, bias, out(rows * size, within(4e-6, 3)), out(rows, within(1e-6, 1)), out(rows, near(32)), rows, size,
         epsilon);
  }
}

VLM_CASES(layerNormBackward) {
  for (const auto& [rows, size] : ROWS) {
    const auto dy = in(uniform(rows * size)), x = in(uniform(rows * size)), weight = in(uniform(size));
    const auto mean = in(uniform(rows, -0.1f, 0.1f)), inverse = in(uniform(rows, 1, 3));
    const Rule sums = within(2e-6, 3.0 * static_cast<double>(rows));
    const auto dx = out(rows * size, within(1e-5, 30));
    const auto dWeight = inOut(uniform(size), sums), dBias = inOut(uniform(size), sums);
    call(dy, x, weight, mean, inverse, dx, dWeight, dBias, rows, size);
    call(dy, x, weight, mean, inverse, dx, dWeight, nullptr, rows, size);
    call(dy, x, weight, mean, inverse, dx, nullptr, dBias, rows, size);
    call(dy, x, weight, mean, inverse, dx, nullptr, nullptr, rows, size);
  }
}

}  // namespace vlm::check
