#include "call.h"

namespace vlm::check {

VLM_CASES(rmsNorm) {
  for (const auto& [rows, size] : ROWS) {
    for (const float offset : {0.0f, 1.0f}) {
      const auto x = in(uniform(rows * size)), weight = in(uniform(size));
      call(x, weight, out(rows * size, within(2e-6, 3)), out(rows, near(16)), rows, size, 1e-6f, offset);
    }
  }
}

VLM_CASES(rmsNormBackward) {
  for (const auto& [rows, size] : ROWS) {
    const auto dy = in(uniform(rows * size)), x = in(uniform(rows * size)), weight = in(uniform(size));
    const auto inverse = in(uniform(rows, 1, 3));
    const auto slope = inOut(uniform(size), within(2e-6, 3.0 * static_cast<double>(rows)));
    call(dy, x, weight, inverse, out(rows * size, within(1e-5, 30)), slope, rows, size, 1.0f);
    call(dy, x, weight, inverse, out(rows * size, within(1e-5, 30)), nullptr, rows, size, 0.0f);
  }
}

}  // namespace vlm::check
