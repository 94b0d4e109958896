#include "call.h"

namespace vlm::check {
namespace {

/// outer, count, inner: single blocks and several, along rows and across them.
constexpr int64_t SHAPES[][3] = {{1, 1, 1},   {1, 2, 1},   {3, 31, 1},   {2, 32, 1},    {5, 33, 1},   {1, 129, 1},
                                 {2, 9000, 1}, {40, 1000, 1}, {1, 7, 31}, {3, 5, 33},    {2, 40, 129}, {1, 300, 260},
                                 {2, 50, 1000}};

template <class Kernel>
void extreme(const Call<Kernel>& call) {
  for (const auto& [outer, count, inner] : SHAPES) {
    const auto size = [outer = outer, count = count, inner = inner](const Kernels& kernels) {
      return kernels.reductionScratch(outer, count, inner);
    };
    call(in(uniform(outer * count * inner)), out(outer * inner, exact()), scratch(size), outer, count, inner);
    call(in(special(outer * count * inner)), out(outer * inner, near(0)), scratch(size), outer, count, inner);
  }
}

}  // namespace

VLM_CASES(reductionScratch) {
  for (const auto& [outer, count, inner] : SHAPES) call(outer, count, inner);
}

VLM_CASES(reduceSum) {
  for (const auto& [outer, count, inner] : SHAPES) {
    const Floats x = uniform(outer * count * inner);
    std::vector<double> terms(static_cast<std::size_t>(outer * inner));
    for (int64_t i = 0; i < outer * count * inner; i++) terms[i / (count * inner) * inner + i % inner] += std::fabs(x[i]);
    const auto size = [outer = outer, count = count, inner = inner](const Kernels& kernels) {
      return kernels.reductionScratch(outer, count, inner);
    };
    call(in(x), out(outer * inner, within(2e-6, terms)), scratch(size), outer, count, inner);
  }
}

VLM_CASES(reduceMax) { extreme(call); }
VLM_CASES(reduceMin) { extreme(call); }

VLM_CASES(argMax) {
  for (const auto& [rows, size] : ROWS) {
    call(in(uniform(rows * size)), out<int32_t>(rows, exact()), rows, size);
    // Equal numbers: the first counts.
    const std::vector<int32_t> few = integers(rows * size, 0, 3);
    call(in(Floats(few.begin(), few.end())), out<int32_t>(rows, exact()), rows, size);
    call(in(special(rows * size)), out<int32_t>(rows, exact()), rows, size);
  }
}

}  // namespace vlm::check
