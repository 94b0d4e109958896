// What an optimizer does with parameters, gradients and moments: plain arrays, each read and written once.
#include "functions.h"
#include "parallel.h"
#include "vector.h"

namespace vlm::VLM_ISA {
namespace {

typedef double Doubles __attribute__((vector_size(8 * LANES)));

constexpr int64_t GRAIN = 16384;
/// Sums over an array are made of at most so many partial sums, whatever the number of threads.
constexpr int64_t PARTS = 256;
/// Columns whose sums one thread makes at a time.
constexpr int64_t COLUMNS = 64;

double sumOfSquaresOf(const float* x, int64_t size) {
  Doubles total = {};
  int64_t i = 0;
  for (; i + LANES <= size; i += LANES) {
    const Doubles wide = __builtin_convertvector(load(x + i), Doubles);
    total += wide * wide;
  }
  double sum = 0;
  for (int lane = 0; lane < LANES; lane++) sum += total[lane];
  for (; i < size; i++) sum += static_cast<double>(x[i]) * static_cast<double>(x[i]);
  return sum;
}

/// Calls `function(i, load, store)` for LANES elements at a time, the last of them in part.
template <class Function>
void eachVector(int64_t size, const Function& function) {
  parallel(size, GRAIN, [&](int64_t begin, int64_t end) {
    int64_t i = begin;
    for (; i + LANES <= end; i += LANES) {
      function([&](const float* from) { return load(from + i); }, [&](float* to, Vector v) { store(to + i, v); });
    }
    if (i == end) return;
    function([&](const float* from) { return loadPart(from + i, end - i); },
             [&](float* to, Vector v) { storePart(to + i, v, end - i); });
  });
}

/// How many of the 255 ascending middles lie strictly below the share; 0 for NaN.
inline int codeOf(float share, const float* middles) {
  int code = 0;
  for (int step = 128; step > 0; step /= 2) code += share > middles[code + step - 1] ? step : 0;
  return code;
}

inline float largestMagnitude(const float* x, int64_t size) {
  Vector most = {};
  int64_t i = 0;
  for (; i + LANES <= size; i += LANES) most = maximum(most, magnitude(load(x + i)));
  return largest(maximum(most, magnitude(loadPart(x + i, size - i))));
}

/// Longest block of 8-bit moments.
constexpr int64_t BLOCK = 4096;

}  // namespace

/// Σ x², in float64.
double sumOfSquares(const float* x, int64_t size) {
  double parts[PARTS];
  const int64_t share = (size + PARTS - 1) / PARTS;
  const int64_t length = share > GRAIN ? share : GRAIN;
  const int64_t count = (size + length - 1) / length;
  parallel(count, 1, [&](int64_t begin, int64_t end) {
    for (int64_t part = begin; part < end; part++) {
      const int64_t from = part * length;
      parts[part] = sumOfSquaresOf(x + from, size - from < length ? size - from : length);
    }
  });
  double sum = 0;
  for (int64_t part = 0; part < count; part++) sum += parts[part];
  return sum;
}

/// z = x + factor · y, or factor · y where x is null
void addScaled(const float* x, float factor, const float* y, float* z, int64_t size) {
  eachVector(size, [&](const auto& read, const auto& write) {
    const Vector scaled = factor * read(y);
    write(z, x ? read(x) + scaled : scaled);
  });
}

/// m = beta1 · m₀ + (1 − beta1) · g, v = beta2 · v₀ + (1 − beta2) · g²,
/// update = rate · (m / correction1 / (√(v / correction2) + epsilon) + decay · parameter); parameter may be null with decay 0
void adam(const float* g, const float* parameter, const float* oldM, const float* oldV, float* m, float* v,
          float* update, int64_t size, double beta1, double beta2, double correction1, double correction2,
          float epsilon, float rate, float decay) {
  const float keep1 = static_cast<float>(beta1), take1 = static_cast<float>(1 - beta1);
  const float keep2 = static_cast<float>(beta2), take2 = static_cast<float>(1 - beta2);
  const float scale1 = static_cast<float>(1 / correction1), scale2 = static_cast<float>(1 / correction2);
  eachVector(size, [&](const auto& read, const auto& write) {
    const Vector slope = read(g);
    const Vector first = keep1 * read(oldM) + take1 * slope;
    const Vector second = keep2 * read(oldV) + take2 * slope * slope;
    const Vector step = first * scale1 / (squareRoot(second * scale2) + epsilon);
    write(m, first);
    write(v, second);
    write(update, rate * (decay == 0 ? step : step + decay * read(parameter)));
  });
}

/// v = beta · v₀ + (1 − beta) · (g² + epsilon), y = g / √v
void scaleByRootMeanSquare(const float* g, const float* oldV, float* v, float* y, int64_t size, double beta,
                           float epsilon) {
  const float keep = static_cast<float>(beta), take = static_cast<float>(1 - beta);
  eachVector(size, [&](const auto& read, const auto& write) {
    const Vector slope = read(g);
    const Vector square = keep * read(oldV) + take * (slope * slope + epsilon);
    write(v, square);
    write(y, slope / squareRoot(square));
  });
}

/// means[row] = mean of x² + epsilon over columns; x [rows, columns]
void meanSquaresOfRows(const float* x, float* means, int64_t rows, int64_t columns, double epsilon) {
  parallel(rows, grainFor(columns), [&](int64_t begin, int64_t end) {
    for (int64_t row = begin; row < end; row++) {
      const double sum = sumOfSquaresOf(x + row * columns, columns);
      means[row] = static_cast<float>(sum / static_cast<double>(columns) + epsilon);
    }
  });
}

/// means[column] = mean of x² + epsilon over rows; x [rows, columns]
void meanSquaresOfColumns(const float* x, float* means, int64_t rows, int64_t columns, double epsilon) {
  parallel((columns + COLUMNS - 1) / COLUMNS, grainFor(COLUMNS * rows), [&](int64_t begin, int64_t end) {
    for (int64_t block = begin; block < end; block++) {
      const int64_t first = block * COLUMNS;
      const int64_t count = columns - first < COLUMNS ? columns - first : COLUMNS;
      double sums[COLUMNS] = {};
      for (int64_t row = 0; row < rows; row++) {
        const float* from = x + row * columns + first;
        for (int64_t i = 0; i < count; i++) sums[i] += static_cast<double>(from[i]) * static_cast<double>(from[i]);
      }
      for (int64_t i = 0; i < count; i++) {
        means[first + i] = static_cast<float>(sums[i] / static_cast<double>(rows) + epsilon);
      }
    }
  });
}

/// y[row, column] = x[row, column] · ofRow[row] · ofColumn[column]
void scaleRowsAndColumns(const float* x, const float* ofRow, const float* ofColumn, float* y, int64_t rows,
                         int64_t columns) {
  parallel(rows, grainFor(columns), [&](int64_t begin, int64_t end) {
    for (int64_t row = begin; row < end; row++) {
      const float* from = x + row * columns;
      float* to = y + row * columns;
      int64_t i = 0;
      for (; i + LANES <= columns; i += LANES) store(to + i, load(from + i) * ofRow[row] * load(ofColumn + i));
      for (; i < columns; i++) to[i] = from[i] * ofRow[row] * ofColumn[i];
    }
  });
}

/// AdamW with moments in 8 bits, block by block, blockSize <= 4096:
/// update = (parameter + rate · m / (√v + epsilon)) · shrink − parameter. Moments are codes of maps [256] times their block's
/// scale; `middles` [255] lie between a map's numbers. An element whose gradient is not finite stays and forgets its moments.
void adamw8bit(const float* g, const float* parameter, const uint8_t* oldM, const float* oldMScales,
               const uint8_t* oldV, const float* oldVScales, uint8_t* m, float* mScales, uint8_t* v, float* vScales,
               const float* mMap, const float* mMiddles, const float* vMap, const float* vMiddles, float* update,
               int64_t size, int64_t blockSize, double beta1, double beta2, double rate, double epsilon,
               double shrink) {
  parallel((size + blockSize - 1) / blockSize, grainFor(16 * blockSize), [&](int64_t begin, int64_t end) {
    float firsts[BLOCK], seconds[BLOCK];
    for (int64_t block = begin; block < end; block++) {
      const int64_t start = block * blockSize;
      const int64_t count = size - start < blockSize ? size - start : blockSize;
      for (int64_t i = 0; i < count; i++) {
        firsts[i] = mMap[oldM[start + i]] * oldMScales[block];
        seconds[i] = vMap[oldV[start + i]] * oldVScales[block];
      }
      for (int64_t i = 0; i < count; i++) {
        const double slope = g[start + i];
        const float first = static_cast<float>(firsts[i] * beta1 + (1 - beta1) * slope);
        const float second = static_cast<float>(seconds[i] * beta2 + (1 - beta2) * slope * slope);
        const float old = parameter[start + i];
        const float moved = static_cast<float>(old + rate * (first / (__builtin_sqrt(second) + epsilon)));
        const float next = static_cast<float>(moved * shrink);
        const bool isFinite = __builtin_fabs(slope) <= 3.4028234663852886e38;
        firsts[i] = isFinite ? first : 0;
        seconds[i] = isFinite ? second : 0;
        update[start + i] = isFinite ? next - old : 0;
      }
      const float mLargest = largestMagnitude(firsts, count), vLargest = largestMagnitude(seconds, count);
      mScales[block] = mLargest;
      vScales[block] = vLargest;
      for (int64_t i = 0; i < count; i++) {
        int code = codeOf(mLargest == 0 ? 0 : firsts[i] / mLargest, mMiddles);
        if (__builtin_signbit(mMap[code]) != __builtin_signbit(firsts[i])) code += firsts[i] > 0 ? 1 : -1;
        m[start + i] = static_cast<uint8_t>(code);
        v[start + i] = static_cast<uint8_t>(codeOf(vLargest == 0 ? 0 : seconds[i] / vLargest, vMiddles));
      }
    }
  });
}

}  // namespace vlm::VLM_ISA
