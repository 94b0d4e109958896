#include <algorithm>

#include "call.h"

namespace vlm::check {

VLM_CASES(widenWords) {
  for (const int64_t size : SIZES) call(in(words(special(size))), out(size, exact()), size);
}

VLM_CASES(takeWordRows) {
  const std::vector<int32_t> runs = {5, 1, 90, 9, 6, 0, 10, 50};
  for (const int64_t size : {1, 2, 31, 32, 33, 127, 129, 1000}) {
    call(in(words(special(100 * size))), in(runs), out(60 * size, exact()), 60, size);
  }
}

VLM_CASES(multiplyWords) {
  const int64_t shapes[][3] = {{1, 1, 1}, {1, 33, 31}, {2, 127, 129}, {3, 1000, 33}, {8, 64, 130}, {5, 2049, 70}, {4, 256, 600}};
  for (const auto& [rows, inputs, outputs] : shapes) {
    const Floats x = uniform(rows * inputs), bias = uniform(outputs);
    const auto y = out(rows * outputs, within(1e-6, static_cast<double>(inputs) / 4 + 1));
    call(in(x), in(words(uniform(outputs * inputs))), in(bias), y, rows, inputs, outputs);
    call(in(x), in(words(uniform(outputs * inputs))), nullptr, y, rows, inputs, outputs);
  }
}

}  // namespace vlm::check
