#include "parallel.h"
#include "vector.h"

namespace vlm::VLM_ISA {
namespace {

struct Add {
  static constexpr float start = 0.0f;
  static Vector join(Vector a, Vector b) { return a + b; }
  static float join(float a, float b) { return a + b; }
};

/// NaN wins, as in Math.max.
struct Largest {
  static constexpr float start = -__builtin_inff();
  static Vector join(Vector a, Vector b) { return a > b ? a : (a != a ? a : b); }
  static float join(float a, float b) { return a > b ? a : (a != a ? a : b); }
};

struct Smallest {
  static constexpr float start = __builtin_inff();
  static Vector join(Vector a, Vector b) { return a < b ? a : (a != a ? a : b); }
  static float join(float a, float b) { return a < b ? a : (a != a ? a : b); }
};

/// Numbers that are joined at a stretch. Blocks are joined in order afterwards, whichever threads made them.
constexpr int64_t BLOCK = 4096;

int64_t blockRows(int64_t inner) { return inner > BLOCK / 16 ? 16 : BLOCK / inner; }

template <class Join>
float joinRun(const float* x, int64_t size) {
  Vector first = fill(Join::start);
  Vector second = first;
  int64_t i = 0;
  for (; i + 2 * LANES <= size; i += 2 * LANES) {
    first = Join::join(first, load(x + i));
    second = Join::join(second, load(x + i + LANES));
  }
  float lanes[LANES];
  store(lanes, Join::join(first, second));
  float result = Join::start;
  for (int lane = 0; lane < LANES; lane++) result = Join::join(result, lanes[lane]);
  for (; i < size; i++) result = Join::join(result, x[i]);
  return result;
}

/// y[j] = join over the rows of x[row][j], in order.
template <class Join>
void joinRows(const float* x, float* y, int64_t rows, int64_t inner) {
  int64_t j = 0;
  for (; j + LANES <= inner; j += LANES) {
    Vector result = fill(Join::start);
    for (int64_t row = 0; row < rows; row++) result = Join::join(result, load(x + row * inner + j));
    store(y + j, result);
  }
  for (; j < inner; j++) {
    float result = Join::start;
    for (int64_t row = 0; row < rows; row++) result = Join::join(result, x[row * inner + j]);
    y[j] = result;
  }
}

template <class Join>
void joinBlocks(const float* x, float* y, int64_t rows, int64_t inner) {
  if (inner == 1) *y = joinRun<Join>(x, rows);
  else joinRows<Join>(x, y, rows, inner);
}

template <class Join>
void reduce(const float* x, float* y, float* partial, int64_t outer, int64_t count, int64_t inner) {
  const int64_t length = blockRows(inner);
  const int64_t blocks = (count + length - 1) / length;
  if (blocks <= 1) {
    parallel(outer, grainFor(count * inner), [&](int64_t begin, int64_t end) {
      for (int64_t i = begin; i < end; i++) joinBlocks<Join>(x + i * count * inner, y + i * inner, count, inner);
    });
    return;
  }
  parallel(outer * blocks, grainFor(length * inner), [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; i++) {
      const int64_t row = i % blocks * length;
      const int64_t rows = row + length < count ? length : count - row;
      joinBlocks<Join>(x + (i / blocks * count + row) * inner, partial + i * inner, rows, inner);
    }
  });
  parallel(outer, grainFor(blocks * inner), [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; i++) {
      joinBlocks<Join>(partial + i * blocks * inner, y + i * inner, blocks, inner);
    }
  });
}

}  // namespace

/// Numbers of scratch memory that a reduction of [outer, count, inner] over `count` needs.
int64_t reductionScratch(int64_t outer, int64_t count, int64_t inner) {
  const int64_t length = blockRows(inner);
  const int64_t blocks = (count + length - 1) / length;
  return blocks > 1 ? outer * blocks * inner : 0;
}

/// y [outer, inner] = Σ x [outer, count, inner] over the middle dimension.
void reduceSum(const float* x, float* y, float* partial, int64_t outer, int64_t count, int64_t inner) {
  reduce<Add>(x, y, partial, outer, count, inner);
}

void reduceMax(const float* x, float* y, float* partial, int64_t outer, int64_t count, int64_t inner) {
  reduce<Largest>(x, y, partial, outer, count, inner);
}

void reduceMin(const float* x, float* y, float* partial, int64_t outer, int64_t count, int64_t inner) {
  reduce<Smallest>(x, y, partial, outer, count, inner);
}

/// Where the first of the largest numbers of each row stands; comparisons with NaN are false.
void argMax(const float* x, int32_t* y, int64_t rows, int64_t size) {
  parallel(rows, grainFor(size), [&](int64_t begin, int64_t end) {
    for (int64_t row = begin; row < end; row++) {
      const float* from = x + row * size;
      Vector most = fill(from[0]);
      Integers place = {};
      Integers index;
      for (int lane = 0; lane < LANES; lane++) index[lane] = lane;
      int64_t i = 0;
      for (; i + LANES <= size; i += LANES) {
        const Vector v = load(from + i);
        place = v > most ? index : place;
        most = v > most ? v : most;
        index += LANES;
      }
      float value = from[0];
      int32_t best = 0;
      for (int lane = 0; lane < LANES; lane++) {
        if (most[lane] > value || (most[lane] == value && place[lane] < best)) {
          value = most[lane];
          best = place[lane];
        }
      }
      for (; i < size; i++) {
        if (from[i] > value) {
          value = from[i];
          best = static_cast<int32_t>(i);
        }
      }
      y[row] = best;
    }
  });
}

}  // namespace vlm::VLM_ISA
