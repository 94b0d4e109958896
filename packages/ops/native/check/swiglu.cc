#include "call.h"

namespace vlm::check {

VLM_CASES(swiglu) {
  for (const int64_t size : SIZES) {
    call(in(uniform(size, -9, 9)), in(uniform(size)), out(size, near(8)), size);
    call(in(special(size)), in(uniform(size)), out(size, near(8)), size);
  }
}

VLM_CASES(swigluBackward) {
  for (const int64_t size : SIZES) {
    const auto dy = in(uniform(size)), gate = in(uniform(size, -9, 9)), up = in(uniform(size));
    call(dy, gate, up, out(size, within(2e-6, 1)), out(size, near(8)), size);
  }
}

}  // namespace vlm::check
