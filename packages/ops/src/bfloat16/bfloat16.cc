#include "half.h"
#include "parallel.h"

namespace vlm::VLM_ISA {
namespace {

/// y[m][r] = Σ x[m][k] · w[r][k] (+ bias[r]) for M rows of x and R of w; y's rows lie `stride` apart.
template <int M, int R>
inline void fewRows(const float* x, const uint16_t* w, const float* bias, float* y, int64_t inputs, int64_t stride) {
  Vector sums[M][R] = {};
  int64_t k = 0;
  const auto add = [&](auto left, auto right) {
    Vector weights[R];
    for (int r = 0; r < R; r++) weights[r] = widenBfloat16(right(w + r * inputs + k));
    for (int m = 0; m < M; m++) {
      const Vector value = left(x + m * inputs + k);
      for (int r = 0; r < R; r++) sums[m][r] += value * weights[r];
    }
  };
  for (; k + LANES <= inputs; k += LANES) add(load, loadShorts);
  if (k < inputs) {
    const int64_t rest = inputs - k;
    add([&](const float* from) { return loadPart(from, rest); },
        [&](const uint16_t* from) { return loadPartShorts(from, rest); });
  }
  for (int m = 0; m < M; m++) {
    for (int r = 0; r < R; r++) y[m * stride + r] = sum(sums[m][r]) + (bias ? bias[r] : 0);
  }
}

template <int M>
void multiplyFew(const float* x, const uint16_t* words, const float* bias, float* y, int64_t inputs, int64_t outputs) {
  // As many sums at a time as hide an addition's latency and fit into registers.
  constexpr int R = M <= 2 ? 4 : M <= 4 ? 2 : 1;
  parallel(outputs, grainFor(inputs, 1 << 17), [&](int64_t begin, int64_t end) {
    int64_t row = begin;
    for (; row + R <= end; row += R) {
      fewRows<M, R>(x, words + row * inputs, bias ? bias + row : nullptr, y + row, inputs, outputs);
    }
    for (; row < end; row++) {
      fewRows<M, 1>(x, words + row * inputs, bias ? bias + row : nullptr, y + row, inputs, outputs);
    }
  });
}

}  // namespace

/// y = words as floats
void widenWords(const uint16_t* words, float* y, int64_t size) {
  parallel(size, 1 << 15, [&](int64_t begin, int64_t end) {
    int64_t i = begin;
    for (; i + LANES <= end; i += LANES) store(y + i, widenBfloat16(loadShorts(words + i)));
    if (i < end) storePart(y + i, widenBfloat16(loadPartShorts(words + i, end - i)), end - i);
  });
}

/// y = x[rows of runs]: start and count, start and count, …, `count` rows of `size` words in all
void takeWordRows(const uint16_t* words, const int32_t* runs, float* y, int64_t count, int64_t size) {
  for (int64_t done = 0; done < count; done += runs[1], runs += 2) {
    widenWords(words + runs[0] * size, y + done * size, runs[1] * size);
  }
}

/// y = x · Wᵀ + bias for x [rows, inputs] of 1 to 8 rows, W [outputs, inputs] in words, bias [outputs] or null. W is read
/// once, as it lies.
void multiplyWords(const float* x, const uint16_t* words, const float* bias, float* y, int64_t rows, int64_t inputs,
                   int64_t outputs) {
  switch (rows) {
    case 1: return multiplyFew<1>(x, words, bias, y, inputs, outputs);
    case 2: return multiplyFew<2>(x, words, bias, y, inputs, outputs);
    case 3: return multiplyFew<3>(x, words, bias, y, inputs, outputs);
    case 4: return multiplyFew<4>(x, words, bias, y, inputs, outputs);
    case 5: return multiplyFew<5>(x, words, bias, y, inputs, outputs);
    case 6: return multiplyFew<6>(x, words, bias, y, inputs, outputs);
    case 7: return multiplyFew<7>(x, words, bias, y, inputs, outputs);
    case 8: return multiplyFew<8>(x, words, bias, y, inputs, outputs);
  }
}

}  // namespace vlm::VLM_ISA
