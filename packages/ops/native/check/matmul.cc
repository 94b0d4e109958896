#include "call.h"

namespace vlm::check {
namespace {

/// m, n, k: tiles of all heights, rows and columns off their sizes, few of each, and sums of several steps.
constexpr int64_t SHAPES[][3] = {{1, 1, 1},    {2, 3, 5},     {1, 33, 31},  {7, 32, 33},  {13, 31, 2},  {31, 129, 64},
                                 {129, 5, 40}, {70, 127, 17}, {1, 300, 70}, {40, 33, 600}, {5, 40, 1030}, {150, 150, 130}};

struct Layout {
  int64_t batch, m, n, k;
  bool transposeA, transposeB;
  /// Numbers between the ends of rows and the beginnings of the next.
  int64_t gap;

  int64_t rowsA() const { return transposeA ? k : m; }
  int64_t rowsB() const { return transposeB ? n : k; }
  int64_t lda() const { return (transposeA ? m : k) + gap; }
  int64_t ldb() const { return (transposeB ? k : n) + gap; }
  int64_t ldc() const { return n + gap; }
};

void multiply(const Call<decltype(Kernels::matmul)>& call, const Layout& s, bool shared, bool biased, bool add) {
  const int64_t strideA = s.rowsA() * s.lda(), strideB = shared ? 0 : s.rowsB() * s.ldb(), strideC = s.m * s.ldc();
  const Floats a = uniform(s.batch * strideA), b = uniform((shared ? 1 : s.batch) * s.rowsB() * s.ldb());
  const Floats bias = uniform(s.n), c = uniform(s.batch * strideC);
  const float alpha = 0.75f;
  std::vector<double> terms(c.size(), 1);
  for (int64_t i = 0; i < s.batch; i++) {
    for (int64_t row = 0; row < s.m; row++) {
      for (int64_t column = 0; column < s.n; column++) {
        double sum = std::fabs(bias[column]) + std::fabs(c[i * strideC + row * s.ldc() + column]);
        for (int64_t k = 0; k < s.k; k++) {
          const float left = a[i * strideA + (s.transposeA ? k * s.lda() + row : row * s.lda() + k)];
          const float right = b[i * strideB + (s.transposeB ? column * s.ldb() + k : k * s.ldb() + column)];
          sum += std::fabs(left * right);
        }
        terms[i * strideC + row * s.ldc() + column] = sum;
      }
    }
  }
  const auto work = scratch([=](const Kernels& kernels) { return kernels.matmulScratch(s.batch, s.m, s.n, s.k, s.transposeB); });
  const auto to = inOut(c, within(1e-6, terms));
  const auto run = [&](auto offset) {
    call(in(a), in(b), offset, to, work, s.batch, s.m, s.n, s.k, s.lda(), s.ldb(), s.ldc(), strideA, strideB, strideC,
         s.transposeA, s.transposeB, alpha, add);
  };
  if (biased) run(in(bias));
  else run(nullptr);
}

}  // namespace

VLM_CASES(matmulScratch) {
  for (const auto& [m, n, k] : SHAPES) {
    for (const bool transposeB : {false, true}) call.returning(anything())(3, m, n, k, transposeB);
  }
}

VLM_CASES(matmul) {
  for (const bool transposeA : {false, true}) {
    for (const bool transposeB : {false, true}) {
      for (const auto& [m, n, k] : SHAPES) {
        multiply(call, {1, m, n, k, transposeA, transposeB, 0}, false, true, false);
        multiply(call, {1, m, n, k, transposeA, transposeB, 3}, false, false, true);
        if (m * n * k > 100000) continue;
        multiply(call, {3, m, n, k, transposeA, transposeB, 0}, false, false, false);
        multiply(call, {2, m, n, k, transposeA, transposeB, 5}, true, true, true);
      }
      // More operations than one thread takes of a batch.
      multiply(call, {2, 140, 130, 120, transposeA, transposeB, 1}, false, false, false);
    }
  }
}

}  // namespace vlm::check
