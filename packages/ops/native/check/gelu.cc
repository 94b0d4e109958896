#include "call.h"

namespace vlm::check {

VLM_CASES(gelu) {
  for (const bool exact : {false, true}) {
    for (const int64_t size : SIZES) {
      call(in(uniform(size, -6, 6)), out(size, within(6e-7, 6)), size, exact);
      call(in(special(size)), out(size, within(4e-6, 2e3)), size, exact);
    }
  }
}

VLM_CASES(geluBackward) {
  for (const bool exact : {false, true}) {
    for (const int64_t size : SIZES) {
      call(in(uniform(size)), in(uniform(size, -6, 6)), out(size, within(2e-6, 1)), size, exact);
      call(in(uniform(size)), in(special(size)), out(size, within(2e-6, 1)), size, exact);
    }
  }
}

}  // namespace vlm::check
