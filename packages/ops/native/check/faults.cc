#include "faults.h"

#include <cstdio>

#include "../parallel.h"
#include "call.h"

namespace vlm::check {
namespace {

void right(const float* x, float* y, int64_t size) {
  for (int64_t i = 0; i < size; i++) y[i] = -x[i];
}
void rounded(const float* x, float* y, int64_t size) {
  for (int64_t i = 0; i < size; i++) y[i] = -x[i] * (i == 126 ? 1.00001f : 1.0f);
}
void tooFar(const float* x, float* y, int64_t size) {
  for (int64_t i = 0; i < size + (size % 32 == 31); i++) y[i] = i < size ? -x[i] : 0;
}
void tooEarly(const float* x, float* y, int64_t size) {
  right(x, y, size);
  y[-1] = 0;
}
void tooShort(const float* x, float* y, int64_t size) { right(x, y, size > 128 ? size - 1 : size); }
void intoInputs(const float* x, float* y, int64_t size) {
  right(x, y, size);
  const_cast<float*>(x)[0] = 0.25f;
}
void byThreads(const float* x, float* y, int64_t size) {
  right(x, y, size);
  if (threads() > 1) y[0] += 0x1p-24f;
}

}  // namespace

bool findsFaults(const Level& scalar) {
  const std::pair<const char*, void (*)(const float*, float*, int64_t)> faults[] = {
      {"nothing wrong", right},          {"a wrong number", rounded},         {"a number behind the end", tooFar},
      {"a number before", tooEarly},     {"a number left out", tooShort},     {"an input changed", intoInputs},
      {"a result by threads", byThreads},
  };
  bool found = true;
  for (const auto& [name, fault] : faults) {
    std::vector<Level> pair = {scalar, scalar};
    pair[0].kernels.unaryNeg = right;
    pair[1].kernels.unaryNeg = fault;
    Report report("unaryNeg", "(const float* x, float* y, int64_t size)", pair);
    const Call<decltype(Kernels::unaryNeg)> call(&Kernels::unaryNeg, report);
    seed(1);
    for (const int64_t size : SIZES) call(in(uniform(size, 0.5f, 1.0f)), out(size, near(4)), size);
    const bool isWrong = report.findings[1].failures > 0;
    if (isWrong != (fault != right) || report.findings[0].failures > 0) {
      std::printf("levels: the check %s %s\n", isWrong ? "complains of" : "does not find", name);
      found = false;
    }
  }
  return found;
}

}  // namespace vlm::check
