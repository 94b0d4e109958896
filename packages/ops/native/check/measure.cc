// Rates are each machine's own: that measuring ends, and reads nothing behind its data, is all there is to check.
#include "call.h"

namespace vlm::check {

VLM_CASES(peakFlops) {
  for (const bool pairs : {false, true}) call.returning(anything())(1e-6, 2, pairs);
}

VLM_CASES(readBandwidth) {
  for (const int64_t size : {1024, 3000, 70000}) call.returning(anything())(in(bytes(size)), size, 1e-6, 1);
  call.returning(anything())(in(bytes(70000)), 70000, 1e-6, 3);
}

}  // namespace vlm::check
