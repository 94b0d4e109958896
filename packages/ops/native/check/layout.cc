#include "call.h"

namespace vlm::check {

VLM_CASES(transpose) {
  for (const auto& [rows, columns] : ROWS) {
    for (const int64_t batch : {1, 3}) {
      for (const int64_t inner : {1, 2, 33}) {
        if (rows * columns * inner > 40000) continue;
        const int64_t size = batch * rows * columns * inner;
        call(in(special(size)), out(size, exact()), batch, rows, columns, inner);
      }
    }
  }
  call(in(uniform(40 * 1000)), out(40 * 1000, exact()), 1, 40, 1000, 1);
}

VLM_CASES(copyBlocks) {
  for (const int64_t size : {1, 2, 31, 32, 33, 129}) {
    call(in(uniform(size)), out(size, exact()), 1, size, 0, 0, 0, 0);
    call(in(uniform(3 + 7 * (size + 2))), inOut(uniform(5 + 7 * (size + 1)), exact()), 7, size, 3, size + 2, 5, size + 1);
  }
  call(in(uniform(200000)), out(200000, exact()), 1, 200000, 0, 0, 0, 0);
  call(in(uniform(80000)), inOut(uniform(90000), exact()), 300, 200, 7, 260, 11, 290);
}

}  // namespace vlm::check
