#include "call.h"

namespace vlm::check {
namespace {

constexpr int64_t SHAPES[][2] = {{1, 1},   {3, 2},     {2, 31},   {2, 33},     {4, 127},    {4, 129},
                                 {5, 1024}, {3, 1025}, {40, 1500}, {2, 16384}, {2, 16385}, {1, 40000}};

}  // namespace

VLM_CASES(crossEntropyParts) {
  for (const auto& [rows, classes] : SHAPES) call(classes);
}

VLM_CASES(crossEntropy) {
  for (const auto& [rows, classes] : SHAPES) {
    const auto parts = [rows = rows, classes = classes](const Kernels& kernels) {
      return 2 * rows * kernels.crossEntropyParts(classes);
    };
    const Rule rule = within(5e-7, 20);
    for (const bool masked : {false, true}) {
      Floats logits = uniform(rows * classes, -10, 10);
      for (std::size_t i = 1; masked && i < logits.size(); i += 3) logits[i] = -HUGE_VALF;
      const auto labels = in(integers(rows, 0, static_cast<int32_t>(classes)));
      call(in(logits), labels, out(rows, rule), out(rows, rule), scratch(parts), rows, classes);
    }
  }
}

VLM_CASES(crossEntropyBackward) {
  for (const auto& [rows, classes] : SHAPES) {
    const auto logits = in(uniform(rows * classes, -10, 10)), logSum = in(uniform(rows, 10, 15));
    const auto labels = in(integers(rows, 0, static_cast<int32_t>(classes)));
    call(logits, labels, logSum, out(rows * classes, within(2e-6, 1)), rows, classes);
  }
}

}  // namespace vlm::check
