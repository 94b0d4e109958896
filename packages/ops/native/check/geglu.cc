#include "call.h"

namespace vlm::check {

VLM_CASES(geglu) {
  for (const bool exact : {false, true}) {
    for (const int64_t size : SIZES) {
      call(in(uniform(size, -6, 6)), in(uniform(size)), out(size, within(6e-7, 6)), size, exact);
    }
  }
}

VLM_CASES(gegluBackward) {
  for (const bool exact : {false, true}) {
    for (const int64_t size : SIZES) {
      const auto dy = in(uniform(size)), gate = in(uniform(size, -6, 6)), up = in(uniform(size));
      call(dy, gate, up, out(size, within(2e-6, 1)), out(size, within(6e-7, 6)), size, exact);
    }
  }
}

}  // namespace vlm::check
