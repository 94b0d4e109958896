#include "functions.h"
#include "map.h"
#include "row.h"

namespace vlm::VLM_ISA {
namespace {

/// Logits whose largest is found before their exponentials are summed: both passes find them in the nearest cache.
constexpr int64_t BLOCK = 1024;

struct Normalizer {
  float most = -__builtin_inff();
  float total = 0.0f;

  void take(const float* x, int64_t size) {
    const float next = largestOf(x, size, most);
    // While all are −∞, their differences to the largest are no numbers.
    const float base = next == -__builtin_inff() ? 0.0f : next;
    if (next > most) total *= exp(fill(most - base))[0];
    total += sumOver(size, [=](Vector v) { return exp(v - base); }, x);
    most = next;
  }
};

/// Rows are split where there are fewer of them than threads could take, always at the same places.
constexpr int64_t PART = 16384;

}  // namespace

/// Parts of a row of logits that are summed apart.
int64_t crossEntropyParts(int64_t classes) { return (classes + PART - 1) / PART; }

/// logSum [rows] = log Σ exp(logits), losses [rows] = logSum − logits[label]; parts holds 2 · rows · crossEntropyParts.
void crossEntropy(const float* logits, const int32_t* labels, float* losses, float* logSum, float* parts, int64_t rows,
                  int64_t classes) {
  const int64_t count = crossEntropyParts(classes);
  parallel(rows * count, grainFor(8 * (classes < PART ? classes : PART)), [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; i++) {
      const int64_t first = i % count * PART;
      const int64_t last = first + PART < classes ? first + PART : classes;
      const float* row = logits + i / count * classes;
      Normalizer part;
      for (int64_t at = first; at < last; at += BLOCK) part.take(row + at, at + BLOCK < last ? BLOCK : last - at);
      parts[2 * i] = part.most;
      parts[2 * i + 1] = part.total;
    }
  });
  for (int64_t row = 0; row < rows; row++) {
    const float* own = parts + 2 * row * count;
    float most = own[0];
    for (int64_t i = 1; i < count; i++) most = own[2 * i] > most ? own[2 * i] : most;
    float total = 0.0f;
    for (int64_t i = 0; i < count; i++) {
      total += own[2 * i] == -__builtin_inff() ? 0.0f : own[2 * i + 1] * exp(fill(own[2 * i] - most))[0];
    }
    logSum[row] = most + log(fill(total))[0];
    losses[row] = logSum[row] - logits[row * classes + labels[row]];
  }
}

/// dLogits = exp(logits − logSum), less 1 at the label.
void crossEntropyBackward(const float* logits, const int32_t* labels, const float* logSum, float* dLogits, int64_t rows,
                          int64_t classes) {
  const int64_t count = crossEntropyParts(classes);
  parallel(rows * count, grainFor(4 * (classes < PART ? classes : PART)), [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; i++) {
      const int64_t row = i / count;
      const int64_t first = i % count * PART;
      const int64_t last = first + PART < classes ? first + PART : classes;
      float* to = dLogits + row * classes;
      const float base = logSum[row];
      mapRange(first, last, [&](Vector v) { return exp(v - base); }, to, logits + row * classes);
      if (labels[row] >= first && labels[row] < last) to[labels[row]] -= 1.0f;
    }
  });
}

}  // namespace vlm::VLM_ISA
