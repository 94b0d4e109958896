#include "call.h"

namespace vlm::check {
namespace {

template <class Kernel>
void unary(const Call<Kernel>& call, double units) {
  for (const int64_t size : SIZES) call(in(special(size)), out(size, near(units)), size);
}

/// Operands as they come, and repeated along each dimension.
template <class Kernel>
void binary(const Call<Kernel>& call, double units) {
  for (const int64_t size : SIZES) {
    call(in(special(size)), in(special(size)), out(size, near(units)), 1, 1, size, 0, 0, 1, 0, 0, 1);
  }
  for (const auto& [rows, size] : ROWS) {
    const int64_t all = 2 * rows * size;
    const Rule rule = near(units);
    const auto whole = in(special(all)), row = in(special(size)), column = in(special(rows)), one = in(special(1));
    call(whole, row, out(all, rule), 2, rows, size, rows * size, size, 1, 0, 0, 1);
    call(row, whole, out(all, rule), 2, rows, size, 0, 0, 1, rows * size, size, 1);
    call(column, whole, out(all, rule), 2, rows, size, 0, 1, 0, rows * size, size, 1);
    call(whole, one, out(all, rule), 2, rows, size, rows * size, size, 1, 0, 0, 0);
    call(column, one, out(all, rule), 2, rows, size, 0, 1, 0, 0, 0, 0);
  }
}

}  // namespace

VLM_CASES(unaryNeg) { unary(call, 0); }
VLM_CASES(unaryAbs) { unary(call, 0); }
VLM_CASES(unarySquare) { unary(call, 0); }
VLM_CASES(unarySqrt) { unary(call, 0); }
VLM_CASES(unaryRsqrt) { unary(call, 1); }
VLM_CASES(unaryReciprocal) { unary(call, 0); }
VLM_CASES(unaryExp) { unary(call, 4); }
VLM_CASES(unaryLog) { unary(call, 4); }
VLM_CASES(unarySigmoid) { unary(call, 5); }
VLM_CASES(unaryTanh) { unary(call, 4); }
VLM_CASES(unaryErf) { unary(call, 4); }

VLM_CASES(binaryAdd) { binary(call, 0); }
VLM_CASES(binarySub) { binary(call, 0); }
VLM_CASES(binaryMultiply) { binary(call, 0); }
VLM_CASES(binaryRealDiv) { binary(call, 0); }
VLM_CASES(binarySquaredDifference) { binary(call, 0); }
VLM_CASES(binaryMaximum) { binary(call, 0); }
VLM_CASES(binaryMinimum) { binary(call, 0); }

VLM_CASES(select) {
  for (const int64_t size : SIZES) {
    call(in(bytes(size, 2)), in(special(size)), in(special(size)), out(size, exact()), size);
  }
}

VLM_CASES(convertIntegers) {
  for (const int64_t size : SIZES) call(in(integers(size, -2000000000, 2000000000)), out(size, exact()), size);
}

VLM_CASES(convertBytes) {
  for (const int64_t size : SIZES) call(in(bytes(size)), out(size, exact()), size);
}

}  // namespace vlm::check
