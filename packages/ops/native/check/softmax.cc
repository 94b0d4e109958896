#include "call.h"

namespace vlm::check {

VLM_CASES(softmax) {
  for (const auto& [rows, size] : ROWS) {
    call(in(uniform(rows * size, -10, 10)), out(rows * size, near(16)), rows, size);
    Floats masked = uniform(rows * size, -10, 10);
    for (std::size_t i = 1; i < masked.size(); i += 3) masked[i] = -HUGE_VALF;
    call(in(masked), out(rows * size, near(16)), rows, size);
  }
}

}  // namespace vlm::check
